/**
 * The runtime CLI: a table of commands, operators' connections as the engine sees them, and the texts that commands print. Engine agent only.
 * It may call every engine package but {@code relay} and {@code process}, and reaches the I/O agents through {@code message}.
 */
package org.weir.engine.cli;
