/**
 * The load balancer.
 */
package org.weir.engine;
