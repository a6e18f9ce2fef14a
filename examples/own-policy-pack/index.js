const { rules } = require("@platform/aws-pipelines-policy/rules");
const { PolicyPack } = require("@pulumi/policy");

/** Your own rule beside those of the package. */
const pipelinesHaveAnOwner = {
  name: "pipelines-have-an-owner",
  description: "Pipelines should name their owner.",
  enforcementLevel: "mandatory",
  validateResource: ({ type, props }, report) => {
    if (type === "aws:codepipeline/pipeline:Pipeline" && !props.tags?.owner) {
      report("tags.owner is missing: name the team that owns the pipeline");
    }
  },
};

new PolicyPack("acme", {
  policies: [...rules.filter(({ name }) => name.startsWith("iam-")), pipelinesHaveAnOwner],
});
