import { at, isSet, textOf } from "../../iam/value";
import type { Finding } from "../../lib/facts/finding";
import { isManagedImage, isPinnedImage } from "../../lib/pipeline/image";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildImagePinned = resourceRule({
  name: "codebuild-image-pinned",
  displayName: "Build images are pinned",
  description:
    "CodeBuild projects should pin every image that AWS does not maintain. Anybody who can push can replace a mutable tag.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Name the image by its digest (image@sha256:...), or by a tag that is not latest.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html",
  tags: ["codebuild", "supply-chain"],
  equivalentChecks: { owasp: ["SEC-3"] },
  types: ["aws:codebuild/project:Project"],
  judge: pinned,
});

function pinned({ props }: JudgedResource): Finding[] {
  const image = at(props.environment, "image");
  const name = textOf(image);
  return expectation(
    "environment.image",
    image,
    !isSet(image) || isManagedImage(name) || isPinnedImage(name),
    "should end in a digest (@sha256:...) or in a tag that is not latest",
  );
}
