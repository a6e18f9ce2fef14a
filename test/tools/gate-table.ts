import { writeGateTable } from "../program/iam/gate-table";

// npm run gate-table
writeGateTable();
