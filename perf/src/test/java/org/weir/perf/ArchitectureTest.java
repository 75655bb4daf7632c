package org.weir.perf;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The map of modules and of the engine's packages: who may see whom. This module sees all others, so the test lives here. */
class ArchitectureTest {
    private static final String ROOT = "org.weir.";
    private static final String ENGINE = "org.weir.engine.";

    /** os-tuning ← io ← engine → analytics ← halog-tool; perf may see all, nothing sees perf. */
    private static final Map<String, Set<String>> MODULES = Map.of(
            "os", Set.of(),
            "io", Set.of("os"),
            "analytics", Set.of(),
            "engine", Set.of("io", "os", "analytics"),
            "halog", Set.of("analytics"),
            "perf", Set.of("os", "io", "analytics", "engine", "halog"));

    /** What a package sees of the engine, where that is bounded; the other packages only must not see in circles. */
    private static final Map<String, Set<String>> ENGINE_PACKAGES = Map.of(
            "http", Set.of(),
            "expr", Set.of("http"),
            "rules", Set.of("expr", "http"),
            "config", Set.of("expr", "http", "rules"),
            "message", Set.of("config.model", "http"),
            "relay", Set.of("message", "config.model", "http"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.weir");

    static Set<String> modules() {
        return MODULES.keySet();
    }

    static Set<String> boundedPackages() {
        return ENGINE_PACKAGES.keySet();
    }

    @Test
    void everyModuleIsSeenHereAndOnTheMap() {
        Set<String> found = CLASSES.stream().map(ArchitectureTest::moduleOf).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(MODULES.keySet()), found);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleSeesOnlyWhatTheMapAllows(String module) {
        String[] forbidden = MODULES.keySet().stream()
                .filter(other -> !other.equals(module) && !MODULES.get(module).contains(other))
                .map(other -> ROOT + other + "..").toArray(String[]::new);
        if (forbidden.length > 0) {
            noClasses().that().resideInAPackage(ROOT + module + "..")
                    .should().dependOnClassesThat().resideInAnyPackage(forbidden)
                    .allowEmptyShould(true).check(CLASSES);
        }
    }

    @ParameterizedTest
    @MethodSource("boundedPackages")
    void anEnginePackageSeesOnlyWhatTheMapAllows(String name) {
        String[] allowed = Stream.concat(Stream.of(name), ENGINE_PACKAGES.get(name).stream())
                .map(other -> ENGINE + other + "..").toArray(String[]::new);
        noClasses().that().resideInAPackage(ENGINE + name + "..")
                .should().dependOnClassesThat(resideInAPackage(ROOT + "engine..")
                        .and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void decisionsReachTheIoAgentsThroughMessagesAlone() {
        noClasses().that().resideInAPackage(ROOT + "engine..").and().resideOutsideOfPackages(ENGINE + "relay..", ENGINE + "process..")
                .should().dependOnClassesThat().resideInAPackage(ENGINE + "relay..")
                .because("only the start-up wires I/O agents and engine agent together")
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void nothingInTheEngineSeesItsStartUp() {
        noClasses().that().resideInAPackage(ROOT + "engine..").and().resideOutsideOfPackage(ENGINE + "process..")
                .should().dependOnClassesThat().resideInAPackage(ENGINE + "process..")
                .allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void packagesDoNotSeeEachOtherInCircles() {
        slices().matching(ENGINE + "(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
        slices().matching(ROOT + "io.(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
    }

    private static String moduleOf(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
