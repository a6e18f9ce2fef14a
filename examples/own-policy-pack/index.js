const { rules } = require("@platform/aws-pipelines-policy/rules");
const { PolicyPack } = require("@pulumi/policy");

/** A rule of one's own beside those of the package. */
const pipelinesHaveAnOwner = {
  name: "pipelines-have-an-owner",
  description: "A pipeline says whom to ask about it.",
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
