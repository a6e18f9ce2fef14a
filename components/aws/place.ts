import { matching } from "../schema/vocabulary";

/** An account, in which a number would lose the zeros that it starts with. */
export const accountId = matching(/^\d{12}$/, "give the 12 digits of an account, in quotation marks");

export const regionName = matching(/^([a-z]{2}|eusc)(-[a-z]+)+-\d$/, "give a region, such as eu-central-1");
