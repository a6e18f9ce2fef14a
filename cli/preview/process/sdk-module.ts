/**
 * Changes a module of the SDK right after Node has loaded it.
 *
 * @param path - pattern of the module's path
 * @param change - receives the module's exports and its path
 */
export function afterLoading(path: RegExp, change: (exported: Record<string, unknown>, file: string) => void): void {
  const load = require.extensions[".js"];
  require.extensions[".js"] = (module, file) => {
    load?.(module, file);
    if (path.test(file)) {
      change(module.exports, file);
    }
  };
}
