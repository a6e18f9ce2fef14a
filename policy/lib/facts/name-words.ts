/** Returns the words of a name in lower case: `shop-ProdDeploy_2` has the words shop, prod, deploy and 2. */
export function nameWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
