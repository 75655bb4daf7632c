/**
 * Scenario tests: a configuration, what clients and servers send byte by byte, what each of them sees, and what the log says. The proxy runs in the
 * test's JVM through the same classes as the program. Test threads only; may call {@code process} and nothing behind it.
 */
package org.weir.engine.scenario;
