/**
 * The halog program.
 */
package org.weir.halog;
