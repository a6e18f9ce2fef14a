import { ssmSecureString } from "../../../../policy/rules/ssm/secure-string";
import { key } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { advisory, unknownText, unknownVerdict } from "../../support/judging";

describe("ssm-secure-string", () => {
  const rule = ssmSecureString;
  const parameter = {
    type: "aws:ssm/parameter:Parameter",
    props: { name: "/shop/docker/password", type: "SecureString", keyId: key, value: unknownText },
  };
  const insecure = [advisory("type should be SecureString: the parameter's name or value is that of a secret")];
  const noKey = [advisory("keyId should be a customer managed KMS key: absent, or an alias of AWS, is not one")];

  itJudges(rule, "accepts a secret that is encrypted", parameter, {}, []);
  for (const type of ["String", "StringList", undefined]) {
    itJudges(rule, `refuses a secret of ${type ?? "no"} type`, parameter, { type }, insecure);
  }
  for (const keyId of [undefined, "alias/aws/ssm"]) {
    itJudges(rule, `refuses a secret under ${keyId ?? "no key"}`, parameter, { keyId }, noKey);
  }
  itJudges(
    rule,
    "accepts a type and a key that are not known",
    parameter,
    { type: unknownText, keyId: unknownText },
    [],
  );
  const plain = { name: "/shop/stage", type: "String", keyId: undefined, value: "dev" };
  itJudges(rule, "accepts what is no secret", parameter, plain, []);
  itJudges(rule, "accepts where a secret is kept", parameter, { ...plain, name: "/shop/secret-arn" }, []);
  for (const property of ["value", "insecureValue"]) {
    itJudges(
      rule,
      `refuses a ${property} in the shape of a credential, and does not repeat it`,
      parameter,
      { ...plain, [property]: "AKIAIOSFODNN7EXAMPLE" },
      insecure,
    );
  }
  itJudges(rule, "cannot judge a name that is not known", parameter, { ...plain, name: unknownText }, [
    unknownVerdict("name"),
  ]);
  itJudges(rule, "need not know the name of what is encrypted", parameter, { name: unknownText }, []);
});
