/**
 * What the I/O agents and the engine agent say to each other: the only objects they share. A message is owned by the agent that got it
 * last; what an agent published it does not touch until the answer comes. Allocated by the I/O agents, which pool them.
 */
package org.weir.engine.message;
