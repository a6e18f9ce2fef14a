import { servedPackage } from "../engine/providers";
import { packageOf } from "../engine/urn";
import type { Problem } from "./document";
import { type Expression, referencesIn } from "./expression";
import { EXPRESSIONS, propertyExpressions, type ResourceDeclaration, type Template } from "./template";

/** A resource or variable, in the order of evaluation. */
export type Step =
  | { readonly kind: "variable"; readonly key: string; readonly expression: Expression }
  | { readonly kind: "resource"; readonly key: string; readonly resource: ResourceDeclaration };

/** Name under which every program finds its project, stack and directories. */
export const PULUMI = "pulumi";

/**
 * Orders resources and variables by their references, as Pulumi YAML does.
 *
 * @param project - name of the project, which is the namespace of its settings
 * @param settings - keys of the settings; keys of the project have no namespace
 * @param problems - receives cycles, names that nothing has, and names that two entries have
 */
export function ordered(
  template: Template,
  project: string,
  settings: ReadonlySet<string>,
  problems: Problem[],
): Step[] {
  const steps = new Map<string, { readonly step: Step; readonly line: number; readonly expressions: Expression[] }>();
  for (const [key, resource] of template.resources) {
    const step: Step = { kind: "resource", key, resource };
    steps.set(key, { step, line: resource.line, expressions: expressionsOf(resource) });
  }
  for (const [key, expression] of template.variables) {
    if (template.resources.has(key)) {
      problems.push({ line: expression.line, text: `variable ${key} has the name of a resource. Rename it` });
    }
    steps.set(key, { step: { kind: "variable", key, expression }, line: expression.line, expressions: [expression] });
  }
  for (const [key, { line }] of [...steps, ...template.settings]) {
    if (key === PULUMI) {
      problems.push({ line, text: `the name ${PULUMI} is reserved. Rename the entry` });
    }
  }
  for (const [key, { line }] of steps) {
    if (template.settings.has(key)) {
      problems.push({ line, text: `${key} has the name of a setting. Rename it` });
    }
  }
  const defaults = defaultProviders(template);
  const known = (name: string) => name === PULUMI || settings.has(ownName(project, name)) || steps.has(name);
  const sorted: Step[] = [];
  const state = new Map<string, "visiting" | "visited">();
  const visit = (key: string, line: number): void => {
    const found = steps.get(key);
    if (found === undefined || state.get(key) === "visited") {
      return;
    }
    if (state.get(key) === "visiting") {
      problems.push({ line, text: `${found.step.kind} ${key} depends on itself` });
      return;
    }
    state.set(key, "visiting");
    for (const { access, line: at } of found.expressions.flatMap(referencesIn)) {
      visit(access[0], at);
    }
    const { step } = found;
    const provider = step.kind === "resource" ? defaults.get(packageOf(step.resource.type)) : undefined;
    if (step.kind === "resource" && step.resource.options.provider === undefined && provider !== undefined) {
      visit(provider, step.resource.line);
    }
    state.set(key, "visited");
    sorted.push(step);
  };
  for (const [key, { line }] of steps) {
    visit(key, line);
  }
  for (const { access, line } of [
    ...[...steps.values()].flatMap(({ expressions }) => expressions),
    ...template.outputs.values(),
  ].flatMap(referencesIn)) {
    if (!known(access[0])) {
      problems.push({ line, text: `no resource, variable or setting has the name ${access[0]}` });
    }
  }
  return sorted;
}

/** Keys of the default providers, by package. */
export function defaultProviders({ resources }: Template): ReadonlyMap<string, string> {
  return new Map(
    [...resources]
      .filter(([, { isDefaultProvider }]) => isDefaultProvider)
      .map(([key, { type }]) => [servedPackage(type) ?? "", key]),
  );
}

/** A name without the namespace of the project. */
export function ownName(project: string, key: string): string {
  return key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
}

function expressionsOf(resource: ResourceDeclaration): Expression[] {
  const { options, get } = resource;
  const given = [
    ...EXPRESSIONS.map((name) => options[name]),
    ...Object.values(options.customTimeouts ?? {}),
    get?.id,
    ...(get?.state ?? []).map(({ value }) => value),
  ];
  return [...propertyExpressions(resource), ...given.filter((expression) => expression !== undefined)];
}
