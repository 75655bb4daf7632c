package org.weir.engine.log;

/** Told the first time that a target cannot be reached. */
public interface TargetTrouble {
    /**
     * @param target the target as the configuration names it
     * @param errno of the system call
     */
    void onTrouble(String target, int errno);
}
