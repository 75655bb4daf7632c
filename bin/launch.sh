# Sourced by the launchers, never run: finds a JDK and the jars, then becomes the program.
# The caller has set $self to its own path, free of symbolic links.

needed_java=25
bin=${self%/*}
# What the path says need not be asked of a subshell.
home=
case $bin in
    /*/bin) [ -h "$bin" ] || home=${bin%/bin} ;;
esac
[ -n "$home" ] || home=$(CDPATH= cd -P "$bin/.." && pwd -P)

# Without a locale, as cron and service managers start programs, or with one that is not installed, as ssh brings them along, Java would take
# arguments and the names of files for ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in ''|C|POSIX|*.[Uu][Tt][Ff]8*|*.[Uu][Tt][Ff]-8*) export LC_ALL=C.UTF-8 ;; esac
# By this the C library translates its messages even in that locale, and programs no longer know a "Broken pipe" by its words.
unset LANGUAGE

# The file of JVM flags beside this one, and the AOT cache in lib/. A launcher may name others.
options=jvm.options
cache=${self##*/}
# No variable of the caller's environment.
boot=

fail() {
    printf '%s: %s\n' "${self##*/}" "$1" >&2
    exit 1
}

# In a class path and in -Xbootclasspath a colon separates.
case $home in *:*) fail "cannot run in a folder with a colon in its name: $home" ;; esac

# The distribution has its jars beside bin/, the repository in dist/.
if [ -d "$home/lib" ]; then lib=$home/lib; else lib=$home/dist/lib; fi

# True if $1 is the home of a new enough Java. Its release file says so; starting java to ask would cost 40 ms.
is_new_enough() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        [ "$key" = JAVA_VERSION ] || continue
        value=${value#\"}
        value=${value%%[!0-9]*}
        [ "${value:-0}" -ge "$needed_java" ]
        return
    done < "$1/release"
    return 1
}

# Sets java_home: JAVA_HOME if it is new enough, then the one that made the AOT caches, which no other can use, then java on the PATH,
# then the usual folders.
find_java() {
    java_home=${JAVA_HOME:-}
    [ -n "$java_home" ] && is_new_enough "$java_home" && return
    if [ -r "$lib/aot.java-home" ]; then
        IFS= read -r java_home < "$lib/aot.java-home" && is_new_enough "$java_home" && return
    fi
    java_home=$(command -v java) && java_home=$(readlink -f "$java_home") && java_home=${java_home%/bin/java} \
        && is_new_enough "$java_home" && return
    for java_home in /usr/lib/jvm/* /usr/java/* /usr/local/* /usr/local/lib/jvm/* /opt/* /opt/java/* \
            "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/*; do
        is_new_enough "$java_home" && return
    done
    fail "needs Java $needed_java or newer, and found none: not in JAVA_HOME (${JAVA_HOME:-not set}), not as 'java' on the PATH,
and not in /usr/lib/jvm, /usr/java, /usr/local, /opt, ~/.sdkman or ~/.jdks. Install one (on Debian: apt-get install openjdk-$needed_java-jre-headless,
or Temurin from https://adoptium.net) or set JAVA_HOME to where it is."
}

# Sets jar to the jar of module $1: the jar names in its manifest all that it needs.
find_jar() {
    for jar in "$lib/$1"-[0-9]*.jar; do
        [ -f "$jar" ] && return
    done
    return 1
}

# True if no jar is newer than the AOT cache $1. The JVM does not look (JDK 25 does not): with changed jars it would run the classes that the cache holds.
is_fresh() {
    for each in "$lib"/*.jar; do
        [ ! "$each" -nt "$1" ] || return 1
    done
}

# launch MODULE MAIN-CLASS ARGUMENT...: ends in the program.
# $options and $cache say with which flags and AOT cache; $boot names modules whose classes the JVM loads by itself; WEIR_JAVA_OPTS adds more;
# WEIR_AOT_OUTPUT names an AOT cache to write (packaging does that).
launch() {
    find_jar "$1" || fail "not built yet: run 'mvn -B package' in $home"
    find_java
    shift
    set -- -cp "$jar" "$@"
    if [ -n "$boot" ]; then
        path=
        for each in $boot; do
            find_jar "$each" || fail "$lib has no $each jar"
            path=$path:$jar
        done
        set -- "-Xbootclasspath/a:${path#:}" "$@"
    fi
    set -- -Dweir.home="$home" "$@"
    cache=$lib/$cache.aot
    if [ -n "${WEIR_AOT_OUTPUT:-}" ]; then
        set -- "-XX:AOTCacheOutput=$WEIR_AOT_OUTPUT" "$@"
    elif [ -f "$cache" ] && is_fresh "$cache"; then
        set -- "-XX:AOTCache=$cache" "$@"
    fi
    # Java opens files of its own first: the first one would be standard input where there is none.
    { true 3<&0; } 2>/dev/null || exec </dev/null
    # A flag may have a star (-Xlog:gc*).
    set -f
    exec "$java_home/bin/java" "@$bin/$options" ${WEIR_JAVA_OPTS:-} "$@"
}
