package org.weir.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.engine.process.CommandLine.Outcome;

class CommandLineTest {
    @Test
    void readsARestartScriptsLine() {
        Options options = options("-f", "global.cfg", "-D", "-p", "/run/weir.pid", "-n", "5000", "-N", "300", "-L", "peer1", "-sf", "12", "34", "-dW",
                "-C", "/etc/weir", "-f", "conf.d", "-q");

        assertEquals(List.of("global.cfg", "conf.d"), options.paths());
        assertTrue(options.daemon());
        assertEquals("/run/weir.pid", options.pidFile());
        assertEquals(5000, options.maxconn());
        assertEquals(300, options.proxyMaxconn());
        assertEquals("peer1", options.localPeer());
        assertEquals(List.of(12, 34), options.finishPids());
        assertEquals(List.of(), options.terminatePids());
        assertEquals("/etc/weir", options.directory());
        assertTrue(options.zeroWarning() && options.quiet());
        assertFalse(options.check() || options.foreground() || options.verbose());
    }

    @Test
    void takesEverythingAfterTwoDashesAsFiles() {
        assertEquals(List.of("a", "-c", "-f", "b"), options("-f", "a", "--", "-c", "-f", "b").paths());
        assertFalse(options("-f", "a", "--", "-c").check());
    }

    @Test
    void takesPidListsOfAnyShape() {
        assertEquals(List.of(), options("-sf", "-f", "a").finishPids());
        assertEquals(List.of(1, 2, 3), options("-f", "a", "-sf", "1 2\n", "3").finishPids());
        assertEquals(List.of(), options("-f", "a", "-sf", "").finishPids());
        assertEquals(List.of(7), options("-f", "a", "-st", "7", "-db").terminatePids());
    }

    @Test
    void letsVerboseWinOverQuiet() {
        assertTrue(options("-q", "-V", "-f", "a").verbose());
        assertFalse(options("-q", "-V", "-f", "a").quiet());
        assertFalse(options("-V", "-q", "-f", "a").quiet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-f", "-C", "-p", "-n", "-N", "-L"})
    void asksForTheArgumentThatIsMissing(String option) {
        Outcome.ShowUsage usage = assertInstanceOf(Outcome.ShowUsage.class, CommandLine.parse("-c", option));
        assertTrue(usage.error().startsWith("option '" + option + "' expects an argument: <"), usage.error());
    }

    @Test
    void showsTheUsageForWhatItDoesNotKnow() {
        assertEquals(new Outcome.ShowUsage("unknown option '-zz'"), CommandLine.parse("-f", "a", "-zz"));
        assertEquals(new Outcome.ShowUsage("unexpected argument 'weir.cfg'"), CommandLine.parse("weir.cfg"));
        assertEquals(new Outcome.ShowUsage(null), CommandLine.parse());
        assertEquals(new Outcome.ShowUsage(null), CommandLine.parse("-c"));
        assertEquals(new Outcome.ShowUsage(null), CommandLine.parse("-h", "-zz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-W", "-Ws", "-dKall", "-dM0x50,tag", "-x", "-S", "-d", "-4", "-dt", "-dr"})
    void saysWhichOptionsOfHaproxyAreNotThereYet(String option) {
        Outcome.Refuse refusal = assertInstanceOf(Outcome.Refuse.class, CommandLine.parse("-f", "a", option, "b"));
        assertTrue(refusal.error().contains("is not supported by this version of Weir"), refusal.error());
    }

    @ParameterizedTest
    @CsvSource({"-n,abc", "-n,-5", "-N,99999999999", "-N,''", "-n,1k", "-sf,12x", "-st,0", "-sf,99999999999"})
    void refusesWhatIsNotANumber(String option, String value) {
        Outcome.Refuse refusal = assertInstanceOf(Outcome.Refuse.class, CommandLine.parse("-f", "a", option, value));
        assertTrue(refusal.error().contains("'" + value + "'"), refusal.error());
    }

    @Test
    void stopsAtAVersion() {
        assertEquals(new Outcome.ShowVersion(false), CommandLine.parse("-v", "-zz"));
        assertEquals(new Outcome.ShowVersion(true), CommandLine.parse("-f", "a", "-vv"));
        assertEquals(new Outcome.ShowVersion(false), CommandLine.parse("--version"));
        assertEquals(new Outcome.ShowHelp(), CommandLine.parse("--help", "-zz"));
    }

    /** Each entry of the table is taken by the parser, and listed by the help exactly when it is supported. */
    @ParameterizedTest
    @EnumSource(CommandLineOption.class)
    void knowsEveryOptionOfTheTable(CommandLineOption option) {
        Outcome outcome = CommandLine.parse("-f", "a", option.letters(), option.shape() == CommandLineOption.Shape.VALUE ? "1" : "--");
        assertEquals(!option.supported(), outcome instanceof Outcome.Refuse, outcome.toString());
        assertEquals(option.supported(), Version.usage().contains("\n  " + option.letters() + " "));
        assertEquals(option, CommandLineOption.of(option.letters()));
    }

    @Test
    void knowsNoOptionOfAnotherName() {
        assertNull(CommandLineOption.of("-dX"));
        assertNull(CommandLineOption.of("-"));
        assertNull(CommandLineOption.of(""));
        assertNull(CommandLineOption.of("-cq"));
    }

    private static Options options(String... arguments) {
        return assertInstanceOf(Outcome.Run.class, CommandLine.parse(arguments)).options();
    }
}
