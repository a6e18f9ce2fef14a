import { globMatches } from "../../iam/glob";
import { at, isSet, textOf } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { isManagedImage } from "../../lib/pipeline/image";
import { textList } from "../../lib/rule/config";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Allowed images besides AWS's own; `*` and `?` match any characters. */
  readonly allowedImages: readonly string[];
}

export const codebuildTrustedImage = resourceRule<Config>({
  name: "codebuild-trusted-image",
  displayName: "Builds run in trusted images",
  description:
    "CodeBuild projects should use images of AWS or of your own registry. An image sees the source and the credentials of every build.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Use an aws/codebuild/ image, or a copy in your own registry that this policy's allowedImages covers.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html",
  tags: ["codebuild", "supply-chain"],
  equivalentChecks: { cdkNag: ["CodeBuildProjectManagedImages"], owasp: ["SEC-3", "SEC-8"] },
  types: ["aws:codebuild/project:Project"],
  config: {
    properties: { allowedImages: textList("Allowed images besides AWS's own; * and ? match any characters") },
    defaults: { allowedImages: [] },
  },
  judge: trusted,
});

function trusted({ props }: JudgedResource, { allowedImages }: Config): Finding[] {
  const image = at(props.environment, "image");
  const name = textOf(image);
  return expectation(
    "environment.image",
    image,
    !isSet(image) || isManagedImage(name) || allowedImages.some((pattern) => globMatches(pattern, name)),
    "should be an aws/codebuild/ image, or one that config allowedImages covers",
  );
}
