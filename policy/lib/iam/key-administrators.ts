import { requiring } from "../../iam/conditions";
import { coversAction, type Principal, type Statement } from "../../iam/document";
import { advice, type Finding } from "../facts/finding";
import { isForAwsResource } from "./key-callers";
import { accountOf, namesRoles, type Owners } from "./public-principal";

/**
 * Judges the accounts that a statement of a key policy names. An account other than the key's own may use the key by
 * named roles; it should neither change the policy nor create grants.
 */
export function judgeKeySharing(statement: Statement, owners: Owners): Finding[] {
  const power = powerOf(statement);
  const foreign = new Map(
    power === undefined
      ? []
      : statement.principals.flatMap((principal) => {
          const finding = judgeAdministrator(principal, power, owners);
          return finding === undefined ? [] : [[principal, finding] as const];
        }),
  );
  const others = statement.principals.filter((principal) => !foreign.has(principal));
  // The advice on administrators names each account that may be the owner.
  const own = owners.own.size > 0 ? owners.own : owners.administrators;
  return [...foreign.values(), ...namesRoles({ ...statement, principals: others }, { own })];
}

function judgeAdministrator(
  { path, type, value }: Principal,
  power: string,
  { own, administrators }: Owners,
): Finding | undefined {
  const account = accountOf(value);
  if (type !== "AWS" || account === undefined || own.has(account)) {
    return undefined;
  }
  if (own.size > 0) {
    return advice(
      path,
      `should be a principal of the account ${[...own].join(" or ")}: the account ${account} ${power}`,
    );
  }
  return administrators.size > 1 && administrators.has(account)
    ? advice(
        path,
        `should be a principal of the key's account: the accounts ${[...administrators].join(" and ")} may change the key policy`,
      )
    : undefined;
}

/** The administration of a key that a statement allows. A service that creates grants for its resource has none. */
function powerOf(statement: Statement): string | undefined {
  if (coversAction(statement, "kms:PutKeyPolicy") === true) {
    return "may change the key policy";
  }
  const { conditions } = statement;
  const isService = isForAwsResource(conditions) || requiring(conditions, ["kms:ViaService"]).length > 0;
  return coversAction(statement, "kms:CreateGrant") === true && !isService
    ? "may create grants for the key"
    : undefined;
}
