package org.weir.engine.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.weir.engine.config.LoadResult;
import org.weir.engine.config.model.Configuration;
import org.weir.engine.config.model.GlobalConfig;
import org.weir.engine.config.model.ProxyConfig;

/** Reads configuration files and makes the core that serves them. */
public final class ProxyCoreFactory implements CoreFactory {
    private static final int RESERVED_DESCRIPTORS = 100;
    private static final int DESCRIPTORS_PER_CONNECTION = 2;
    private static final int FALLBACK_DESCRIPTORS = 1024;

    private final SystemResources resources;

    /** Makes cores on the system's own resources. */
    public ProxyCoreFactory() {
        this(SystemResources.REAL);
    }

    /** Makes cores on others. */
    public ProxyCoreFactory(SystemResources resources) {
        this.resources = resources;
    }

    @Override
    public Core load(List<Path> files, Options options, Messages messages) throws StartFailure {
        LoadResult result = ConfigurationReader.read(files, options, messages);
        return core(result.configuration(), messages);
    }

    private Core core(Configuration configuration, Messages messages) {
        GlobalConfig global = configuration.global();
        long limit = descriptorLimit();
        int wanted = global.limits().maxconn();
        PipeLimit pipes = new PipeLimit(global.tuning().pipes(), splices(configuration));
        int overhead = RESERVED_DESCRIPTORS + sockets(configuration);
        int possible = pipes.connections(limit - overhead, DESCRIPTORS_PER_CONNECTION);
        int maxConnections = wanted > 0 ? wanted : possible;
        long descriptors = (long) DESCRIPTORS_PER_CONNECTION * maxConnections + pipes.descriptors(maxConnections) + overhead;
        long sockets = wanted > 0 ? descriptors : 0;
        long raised = global.limits().ulimitN() > 0 ? global.limits().ulimitN() : sockets;
        DescriptorNeed need = new DescriptorNeed(raised, wanted, sockets, global.limits().strict());
        ThreadPlan plan = ThreadPlan.of(global.threads(), Runtime.getRuntime().availableProcessors());
        Capacity capacity = new Capacity(maxConnections, pipes.pipes(maxConnections), descriptors);
        return new ProxyCore(configuration, ProcessSettings.of(global).with(need), plan, capacity, resources, messages);
    }

    private static boolean splices(Configuration configuration) {
        return configuration.proxies().stream().anyMatch(proxy -> proxy.tcp().spliceRequests() || proxy.tcp().spliceResponses());
    }

    private static int sockets(Configuration configuration) {
        int sockets = 0;
        for (ProxyConfig proxy : configuration.proxies()) {
            sockets += proxy.hasFrontend() ? proxy.frontend().binds().size() : 0;
            sockets += proxy.hasBackend() ? proxy.backend().servers().size() : 0;
        }
        return sockets;
    }

    /** The soft limit of open files; the JVM has raised it to the hard one already. */
    private static long descriptorLimit() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith("Max open files")) {
                    String soft = line.substring("Max open files".length()).trim().split(" ", 2)[0];
                    return soft.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return FALLBACK_DESCRIPTORS;
        }
        return FALLBACK_DESCRIPTORS;
    }
}
