import assert from "node:assert/strict";
import { deployToBeanstalk, useEnvironmentResources } from "../../../../components/actions/elastic-beanstalk/access";
import { china, scope } from "../../../support/scopes";

const environment = { applicationName: "shop", environmentName: "prod" };
const statements = deployToBeanstalk(scope, environment);
const statement = (sid: string, found = statements) => found.find(({ Sid }) => Sid === sid);

describe("the permissions to deploy to Elastic Beanstalk", () => {
  it("have distinct names, and no action with a wildcard", () => {
    const sids = statements.map(({ Sid }) => Sid);
    assert.deepEqual(sids, [...new Set(sids)]);
    assert.deepEqual(
      statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*")),
      [],
    );
  });

  it("change one environment only, with versions of its own application", () => {
    assert.deepEqual(statement("UpdateEnvironment"), {
      Sid: "UpdateEnvironment",
      Effect: "Allow",
      Action: ["elasticbeanstalk:UpdateEnvironment"],
      Resource: ["arn:aws:elasticbeanstalk:eu-central-1:111122223333:environment/shop/prod"],
      Condition: {
        ArnLike: {
          "elasticbeanstalk:FromApplicationVersion":
            "arn:aws:elasticbeanstalk:eu-central-1:111122223333:applicationversion/shop/*",
        },
      },
    });
  });

  it("are about every resource only for reads, and for the call that names the bucket", () => {
    assert.deepEqual(
      statements.filter(({ Resource }) => String(Resource) === "*").map(({ Sid }) => Sid),
      ["StorageLocation", "LookAtInstances", "LookAtGroups"],
    );
    assert.deepEqual(
      ["LookAtInstances", "LookAtGroups"]
        .flatMap((sid) => statement(sid)?.Action ?? [])
        .filter((action) => !/^(ec2|autoscaling|elasticloadbalancing):Describe[A-Za-z]+$/.test(action)),
      [],
    );
  });

  it("touch instances of the environment by its tag, which nobody can change", () => {
    const tagged = { StringEquals: { "aws:ResourceTag/elasticbeanstalk:environment-name": "prod" } };
    assert.deepEqual(statement("PauseScaling")?.Condition, tagged);
    assert.deepEqual(statement("MoveTraffic")?.Condition, tagged);
  });

  it("delete objects of environments, or of one whose id is known", () => {
    const bucket = "arn:aws:s3:::elasticbeanstalk-eu-central-1-111122223333";
    assert.deepEqual(statement("EnvironmentObjects")?.Resource, [`${bucket}/resources/environments/*/*`]);
    const known = deployToBeanstalk(scope, { ...environment, environmentId: "e-abcdefgh12" });
    assert.deepEqual(statement("EnvironmentObjects", known)?.Resource, [
      `${bucket}/resources/environments/e-abcdefgh12/*`,
    ]);
    assert.deepEqual(statement("ReadStack", known)?.Resource, [
      "arn:aws:cloudformation:eu-central-1:111122223333:stack/awseb-e-abcdefgh12-stack/*",
    ]);
  });

  it("use buckets of the own account alone", () => {
    for (const sid of ["BundleBucket", "Bundles", "EnvironmentObjects"]) {
      assert.deepEqual(statement(sid)?.Condition, { StringEquals: { "aws:ResourceAccount": "111122223333" } }, sid);
    }
  });

  it("are of one partition", () => {
    const arns = deployToBeanstalk(china, environment).flatMap(({ Resource }) => Resource ?? []);
    assert.deepEqual(
      arns.filter((arn) => arn !== "*" && !arn.startsWith("arn:aws-cn:")),
      [],
    );
  });
});

describe("the permissions to use the resources of an environment", () => {
  it("are the ones of a deployment, without versions and bundles", () => {
    const used = useEnvironmentResources(scope, environment);
    assert.deepEqual(
      used.map(({ Sid }) => Sid),
      ["ReadStack", "LookAtInstances", "LookAtGroups", "PauseScaling", "MoveTraffic"],
    );
    assert.deepEqual(statements.slice(-used.length), used);
  });
});
