package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.weir.os.ResourceLimits.Limit;
import org.weir.os.ResourceLimits.Resource;

class ResourceLimitsTest {
    @Test
    void lowersAndRaisesTheSoftLimit() {
        Limit before = ResourceLimits.get(Resource.CORE);
        try {
            ResourceLimits.set(Resource.CORE, new Limit(0, before.hard()));
            assertEquals(new Limit(0, before.hard()), ResourceLimits.get(Resource.CORE));
        } finally {
            ResourceLimits.set(Resource.CORE, before);
        }
        assertEquals(before, ResourceLimits.get(Resource.CORE));
    }

    @Test
    void raisingToLessThanThereIsChangesNothing() {
        Limit before = ResourceLimits.get(Resource.NOFILE);
        ResourceLimits.raise(Resource.NOFILE, 16);
        assertEquals(before, ResourceLimits.get(Resource.NOFILE));
    }

    @Test
    void refusesASoftLimitAboveTheHardOne() {
        OsException refused = assertThrows(OsException.class, () -> ResourceLimits.set(Resource.NOFILE, new Limit(100, 50)));
        assertEquals("setrlimit(NOFILE, 100/50) failed: EINVAL (Invalid argument)", refused.getMessage());
    }

    @Test
    void refusesToRaiseTheHardLimitWithoutPrivilege() {
        assumeFalse(Privileges.effectiveUid() == 0, "root may");
        Limit before = ResourceLimits.get(Resource.NOFILE);
        assumeFalse(before.hard() == ResourceLimits.INFINITY, "nothing to raise");
        assertThrows(OsException.class, () -> ResourceLimits.raise(Resource.NOFILE, before.hard() + 1));
    }

    @Test
    void showsUnlimitedAsAWord() {
        assertEquals("1024/unlimited", new Limit(1024, ResourceLimits.INFINITY).toString());
        assertTrue(ResourceLimits.get(Resource.AS).toString().contains("/"));
    }
}
