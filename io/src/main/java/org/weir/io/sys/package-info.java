/**
 * The system calls of Linux (x86_64, aarch64), and their constants; error numbers are those of {@link org.weir.os.Errno}.
 * Owns nothing; an instance of {@link org.weir.io.sys.LinuxSystemCalls} serves the one thread that uses it.
 * May call {@code org.weir.os} for the calls themselves, and the JDK's foreign-function interface.
 */
package org.weir.io.sys;
