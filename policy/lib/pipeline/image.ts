/** Whether AWS maintains an image for CodeBuild. */
export function isManagedImage(image: string): boolean {
  return image.startsWith("aws/codebuild/");
}

/** Whether a digest, or a tag other than `latest`, pins an image. */
export function isPinnedImage(image: string): boolean {
  const name = image.slice(image.lastIndexOf("/") + 1);
  if (name.includes("@")) {
    return /@sha256:[0-9a-f]{64}$/.test(name);
  }
  const tag = /:(\w[\w.-]*)$/.exec(name)?.[1];
  return tag !== undefined && tag !== "latest";
}
