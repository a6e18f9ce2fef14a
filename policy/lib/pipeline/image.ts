/** Whether an image is one of those that AWS maintains for CodeBuild. */
export function isManagedImage(image: string): boolean {
  return image.startsWith("aws/codebuild/");
}

/** Whether the name of an image says which one: a digest, or a tag that is not `latest`. */
export function isPinnedImage(image: string): boolean {
  const name = image.slice(image.lastIndexOf("/") + 1);
  if (name.includes("@")) {
    return /@sha256:[0-9a-f]{64}$/.test(name);
  }
  const tag = /:(\w[\w.-]*)$/.exec(name)?.[1];
  return tag !== undefined && tag !== "latest";
}
