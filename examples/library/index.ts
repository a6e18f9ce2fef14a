import { buildAction, DeliveryPipeline, gitSource } from "@platform/aws-pipelines";

const source = gitSource({
  connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
  repository: "acme/lib",
  pushes: [{ tags: { includes: ["v*"] } }],
});
const node = { input: source, runtime: { nodejs: 22 } };
const test = buildAction({
  ...node,
  name: "Unit",
  commands: ["npm ci", "node --test --test-reporter=junit --test-reporter-destination=junit.xml"],
  reports: { unit: { files: ["junit.xml"] } },
});
const login = `echo '//registry.npmjs.org/:_authToken=\${NPM_TOKEN}' >> ~/.npmrc`;
const publish = buildAction({
  ...node,
  name: "Npm",
  commands: ["npm ci --ignore-scripts", login, "npm publish --access public"],
  environmentVariables: { NPM_TOKEN: { secret: "npm/publish:token" } },
});

export const { pipelineName } = new DeliveryPipeline("lib", {
  stages: [
    { name: "Source", actions: [source] },
    { name: "Test", actions: [test] },
    { name: "Publish", actions: [publish] },
  ],
});
