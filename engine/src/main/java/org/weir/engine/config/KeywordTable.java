package org.weir.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keywords that a builder understands, by name; names are one to three words. */
final class KeywordTable<B> {
    private static final int MAX_NAME_WORDS = 3;

    private final Map<String, Keyword<B>> byName = new LinkedHashMap<>(256);

    void add(Keyword<B> keyword) {
        if (byName.putIfAbsent(keyword.name(), keyword) != null) {
            throw new IllegalStateException("keyword '" + keyword.name() + "' is there twice");
        }
    }

    Collection<Keyword<B>> all() {
        return byName.values();
    }

    Keyword<B> named(String name) {
        return byName.get(name);
    }

    /** The keyword with the longest name that the words start with, or null. */
    Keyword<B> find(List<String> words) {
        Keyword<B> found = byName.get(words.getFirst());
        String name = words.getFirst();
        for (int i = 1; i < Math.min(MAX_NAME_WORDS, words.size()); i++) {
            name = name + ' ' + words.get(i);
            Keyword<B> longer = byName.get(name);
            found = longer != null ? longer : found;
        }
        return found;
    }

    static int wordCount(Keyword<?> keyword) {
        int count = 1;
        for (int i = 0; i < keyword.name().length(); i++) {
            count += keyword.name().charAt(i) == ' ' ? 1 : 0;
        }
        return count;
    }

    /** What follows {@code group} and a space in names that are not deprecated; for messages that list what a group has. */
    List<String> members(String group) {
        List<String> members = new ArrayList<>();
        for (Keyword<B> keyword : byName.values()) {
            String name = keyword.name();
            if (keyword.modern() == null && name.startsWith(group) && name.length() > group.length() && name.charAt(group.length()) == ' ') {
                members.add(name.substring(group.length() + 1));
            }
        }
        return members;
    }

    /** The names that may stand in a scope, first words only. */
    List<String> firstWords(int scope) {
        List<String> words = new ArrayList<>();
        for (Keyword<B> keyword : byName.values()) {
            if (keyword.standsIn(scope)) {
                int space = keyword.name().indexOf(' ');
                words.add(space < 0 ? keyword.name() : keyword.name().substring(0, space));
            }
        }
        return words;
    }
}
