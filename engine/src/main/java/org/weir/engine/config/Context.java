package org.weir.engine.config;

import java.util.Map;

/**
 * What every part of one load shares.
 *
 * @param environment variables, as {@code setenv} and its kin left them; mutable
 */
record Context(Diagnostics diagnostics, Surroundings surroundings, Map<String, String> environment, AddressParser addresses, Overrides overrides) {
}
