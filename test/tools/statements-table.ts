import type { Statement } from "../../components/iam/statement";

/** Renders statements as rows of a table: actions, resources, conditions. */
export function statementsTable(statements: readonly Statement[]): string {
  const rows = statements.map(
    ({ Action, Resource = [], Condition = {} }) =>
      `| ${codes([Action].flat())} | ${codes([Resource].flat())} | ${conditions(Condition).join("<br>")} |\n`,
  );
  return `| may | on | if |\n| --- | --- | --- |\n${rows.join("")}`;
}

function conditions(condition: NonNullable<Statement["Condition"]>): string[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `\`${key}\` ${operator} ${codes([values].flat())}`),
  );
}

function codes(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join("<br>");
}
