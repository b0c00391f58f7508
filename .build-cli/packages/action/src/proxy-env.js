const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];
/**
 * Sends this process's requests through the proxy that the runner's environment names, as self-hosted runners behind
 * one expect; `NO_PROXY` holds. Does nothing, and loads nothing, where no proxy is named.
 */
export async function useProxyFromEnv(env) {
    if (NAMES.every((name) => (env[name] ?? '') === ''))
        return;
    const { setGlobalProxyFromEnv } = await import('node:http');
    setGlobalProxyFromEnv(Object.fromEntries(Object.entries(env).filter(([name]) => /^(https?|no)_proxy$/i.test(name))));
}
