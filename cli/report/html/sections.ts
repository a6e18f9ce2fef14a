import { accessMapOf, type IdentityAccess, identityAccess, type Right } from "../../insight/access";
import type { Estimate } from "../../insight/cost/estimate";
import { tariffOf } from "../../insight/cost/prices";
import { DEFAULT_USAGE } from "../../insight/cost/usage";
import { WIDENING } from "../../insight/permission-changes";
import type { PipelineView } from "../../insight/pipelines";
import type { Resource } from "../../preview/engine/resource";
import { parseUrn } from "../../preview/engine/urn";
import { fewChains } from "../access";
import {
  amount,
  costByOwner,
  costGroups,
  costSentence,
  dollars,
  freeTiers,
  hasCost,
  notCounted,
  ownersTitle,
  unpriced,
} from "../cost";
import { escapeXml } from "../diagram/svg";
import { type Comparison, countLine, permissionSentence, propertyText } from "../differences";
import { typeName } from "../type-name";
import { counted } from "../wrap";

/** The cost of the stack: each tariff, each component, and everything that is left out. */
export function costSection(estimate: Estimate): string {
  const groups = costGroups(estimate);
  const rows = groups
    .filter(({ price }) => price !== undefined)
    .map(({ tariff, region, units, usd, price }) => {
      const cells = [amount(tariff, units), region, `$${price?.usd}`, dollars(usd), price?.read ?? ""];
      return `<tr>${cells.map((cell) => `<td>${escapeXml(cell)}</td>`).join("")}<td><a href="${escapeXml(tariffOf(tariff).page)}">AWS</a></td></tr>`;
    });
  const owners = costByOwner(estimate).map(
    ({ owner, usd }) => `<tr><td>${escapeXml(owner)}</td><td>${escapeXml(dollars(usd))}</td></tr>`,
  );
  const sentence = `<p>${escapeXml(costSentence(estimate, DEFAULT_USAGE))}. List prices before free tiers and taxes.</p>`;
  const body =
    rows.length === 0
      ? hasCost(estimate)
        ? sentence
        : "<p>The stack has no resource that AWS bills.</p>"
      : `${sentence}
${table("Cost by price", "Prices", ["Use", "Region", "Price", "A month", "Read on", "Page"], rows)}
<details><summary>${ownersTitle(estimate)}</summary>${table("Cost by component", "Components", ["Component", "A month"], owners)}</details>`;
  const notes = [
    ...freeTiers(groups).map((text) => `Free tier, not subtracted: ${text}`),
    ...unpriced(groups).map((text) => `Without a price here: ${text}`),
    ...notCounted(estimate).map((text) => `Not counted: ${text}`),
  ];
  return section("cost", "Cost", `${body}\n${list(notes)}`);
}

/** Who acts as each role, and one row for every right: the edges from identities to resources. */
export function accessSection(resources: readonly Resource[], pipelines: readonly PipelineView[]): string {
  const map = accessMapOf(resources, pipelines);
  const all = map.identities.map((identity) => identityAccess(identity, map));
  if (all.length === 0) {
    return section("access", "Access", "<p>The program has no role, user or group.</p>");
  }
  const identities = all.map(identityRow);
  const rights = all.flatMap((access) => [
    ...access.rights.map((right) => rightRow(access, right, "may")),
    ...access.fromResources.map((right) => rightRow(access, right, "may")),
    ...access.denies.map((right) => rightRow(access, right, "may not")),
  ]);
  return section(
    "access",
    "Access",
    `${filledTable("Who acts as each identity", "Identities", ["Identity", "Acted by", "Assumes", "Passes", "Not known"], identities)}
${search("#right-table tbody tr", "Search rights")}
${filledTable("Rights", counted(rights.length, "right"), ["Identity", "Effect", "Actions", "Resources", "Conditions", "Policy"], rights, "right-table")}
<p class="quiet">Policies of other programs and accounts, SCPs and RCPs are not known here. A request decides conditions.</p>`,
  );
}

/** Permissions and resources that a change gives or takes. */
export function changesSection(comparison: Comparison): string {
  const { permissions, resources } = comparison;
  const rights = permissions.changes.map((change) => {
    const isWider = WIDENING.has(change.kind);
    return `<li class="${isWider ? "mandatory" : "clean"}"><span class="level">${isWider ? "wider" : "narrower"}</span> <span>${escapeXml(permissionSentence(change))}</span></li>`;
  });
  const rows = resources.map(({ urn, operation, properties }) => {
    const { type, name } = parseUrn(urn);
    const cells = [operation, typeName(type), name, properties.map(propertyText).join("; ")];
    return `<tr>${cells.map((cell) => `<td>${escapeXml(cell)}</td>`).join("")}</tr>`;
  });
  return section(
    "changes",
    "Changes",
    `<p>${escapeXml(countLine(comparison))}</p>
${rights.length === 0 ? "<p>No permission changes.</p>" : `<ol class="findings">${rights.join("\n")}</ol>`}
${list(permissions.notKnown.map((text) => `Not known: ${text}`))}
${rows.length === 0 ? "" : table("Changed resources", counted(rows.length, "resource"), ["Plan", "Type", "Name", "Properties"], rows)}`,
  );
}

function identityRow({ identity, reachedBy, assumes, passes }: IdentityAccess): readonly string[] {
  const lines = (texts: readonly string[]) => `<td>${texts.map(escapeXml).join("<br>")}</td>`;
  const head = `<th scope="row">${escapeXml(identity.name)} <span class="quiet">${identity.kind}</span></th>`;
  return [head, lines(fewChains(reachedBy)), lines(assumes), lines(passes), lines(identity.notKnown)];
}

function rightRow(
  { identity }: IdentityAccess,
  { actions, resources, conditions, source }: Right,
  verb: string,
): readonly string[] {
  const cells = [identity.name, verb, actions.join(", "), resources.join(", "), conditions.join(" and "), source];
  return cells.map((cell) => `<td>${escapeXml(cell)}</td>`);
}

/** A table without the columns that are empty in every row. */
function filledTable(
  label: string,
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  id?: string,
): string {
  const filled = heads.map((_, column) => rows.some((cells) => cells[column] !== "<td></td>"));
  const kept = (cells: readonly string[]) => cells.filter((_, column) => filled[column]);
  const body = rows.map((cells) => `<tr>${kept(cells).join("")}</tr>`);
  return table(label, caption, kept(heads), body, id);
}

/** A section with its heading. */
export function section(id: string, title: string, body: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}" tabindex="-1">${title}</h2>\n${body}</section>`;
}

/** A table that scrolls on a narrow screen. */
export function table(
  label: string,
  caption: string,
  heads: readonly string[],
  rows: readonly string[],
  id?: string,
): string {
  const head = heads.map((text) => `<th scope="col">${text}</th>`).join("");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table${id === undefined ? "" : ` id="${id}"`}><caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>`;
}

/** A search field for rows, shown by the report's script. */
export function search(rows: string, label: string): string {
  return `<div class="tools" data-filters="${rows}" hidden><label>${label} <input type="search"></label><p role="status"></p></div>`;
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? "" : `<ul>${texts.map((text) => `<li>${escapeXml(text)}</li>`).join("")}</ul>`;
}
