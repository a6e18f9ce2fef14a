import { protectStateful } from "../../../../policy/rules/pulumi/protect-stateful";
import { advisory } from "../../support/judging";
import { itJudgesEach } from "../../support/tables";

const bucket = "aws:s3/bucket:Bucket";

describe("protect-stateful", () => {
  const refused = advisory("protect should be true in production: set the resource option");
  for (const type of protectStateful.types) {
    const urn = (stack: string) => ({ urn: `urn:pulumi:${stack}::shop::${type}::subject` });
    describe(type, () => {
      itJudgesEach(protectStateful, type, [["accepts any in development", {}]]);
      for (const stack of ["prod", "eu-production"]) {
        itJudgesEach(protectStateful, type, [[`refuses what ${stack} may lose`, {}, refused]], {}, urn(stack));
      }
      itJudgesEach(protectStateful, type, [["accepts what is protected", {}]], {}, { ...urn("prod"), protect: true });
      itJudgesEach(
        protectStateful,
        type,
        [["goes by the configuration", {}]],
        { productionStacks: ["live"] },
        urn("prod"),
      );
    });
  }
  itJudgesEach(protectStateful, bucket, [["does not guess the stack of what is no URN", {}]], {}, { urn: "prod" });
});
