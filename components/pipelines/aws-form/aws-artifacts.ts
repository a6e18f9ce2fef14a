import { eachOf, mapOf, readKeys } from "./aws-map";

/** The names of artifacts. Anything but an artifact with a name alone stays as it is, for the schema to refuse. */
export function artifactNames(list: unknown): unknown {
  return eachOf(list, (artifact) => {
    const { name, ...others } = readKeys(mapOf(artifact) ?? {});
    return name === undefined || Object.keys(others).length > 0 ? artifact : name;
  });
}

/** The artifacts that an action makes, with the files of the one that lists any. */
export function outputArtifacts(list: unknown): Readonly<Record<string, unknown>> {
  const artifacts = eachOf(list, (artifact) => {
    const known = mapOf(artifact);
    return known === undefined ? artifact : readKeys(known, ["files"]);
  });
  const [made, ...more] = Array.isArray(artifacts) ? artifacts.map(mapOf) : [];
  if (made?.files === undefined || more.length > 0) {
    return { outputArtifacts: artifactNames(artifacts) };
  }
  const { files, ...artifact } = made;
  return { outputArtifacts: artifactNames([artifact]), outputFiles: files };
}
