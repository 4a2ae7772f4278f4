import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import {
  canActFor,
  canChange,
  canManageTeam,
  canOperate,
  canRead,
  canReadAll,
  canReadCodes,
  canRevealToken,
  canTryApi,
  isOwnAffair,
  isTwoFactorRequired,
  scopeOf,
  whyNotChangeMember,
  whyNotDeactivate,
} from "./access.ts";
import { type Actor, userActor } from "./actor.ts";
import { accountRoles, isOperatorRole, userRoles } from "./role.ts";

const accountId = fc.integer({ min: 1, max: 3 });
const userId = fc.integer({ min: 1, max: 4 });

const anActor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constantFrom<Actor>({ kind: "command_line", name: "root" }, { kind: "system", name: "job" }),
  fc
    .record({
      id: userId,
      email: fc.constant("a@example.com"),
      role: fc.constantFrom(...userRoles),
      of: accountId,
    })
    .map(({ of, ...user }) => userActor({ ...user, accountId: isOperatorRole(user.role) ? null : of }, null)),
  fc
    .record({ id: userId, accountId })
    .map(
      (seen): Actor => ({ kind: "user", name: "a@example.com", address: null, role: "onlooker", ...seen }),
    ),
);

const roleOf = (actor: Actor) => (actor.kind === "user" ? actor.role : "operator");

test.prop([anActor, accountId])("whoever may change a thing may read it, and nobody else's", (actor, id) => {
  if (canOperate(actor)) expect(canReadAll(actor)).toBe(true);
  if (canManageTeam(actor, id)) expect(canActFor(actor, id)).toBe(true);
  if (canActFor(actor, id)) expect([canRead(actor, id), canChange(actor)]).toEqual([true, true]);
  if (canReadAll(actor)) expect([canRead(actor, id), scopeOf(actor)]).toEqual([true, "all"]);
  else expect(canRead(actor, id)).toBe(scopeOf(actor) === id);
});

test.prop([anActor, accountId])(
  "support, read-only members and onlookers change and reveal nothing",
  (actor, id) => {
    const bystander = ["support", "read_only", "onlooker"].includes(roleOf(actor));
    const may = [
      canChange(actor),
      canOperate(actor),
      canActFor(actor, id),
      canManageTeam(actor, id),
      canRevealToken(actor),
      canTryApi(actor),
    ];
    if (bystander) expect(may).toEqual(may.map(() => false));
    else expect(canChange(actor)).toBe(true);
    if (["support", "onlooker"].includes(roleOf(actor))) expect(canReadCodes(actor)).toBe(false);
  },
);

test.prop([anActor, userId, fc.string()])(
  "an affair of one's own is nobody else's",
  (actor, subjectId, action) => {
    expect(isOwnAffair(actor, { action: "user.deactivate", subjectId })).toBe(false);
    expect(isOwnAffair(actor, { action: "token.reveal", subjectId })).toBe(false);
    const own = isOwnAffair(actor, { action: "user.change_password", subjectId });
    expect(own).toBe(actor.kind === "user" && actor.role !== "onlooker" && actor.id === subjectId);
    if (!own) expect(isOwnAffair(actor, { action, subjectId })).toBe(false);
  },
);

test.prop([anActor, userId, accountId, fc.option(fc.constantFrom(...accountRoles)), fc.uniqueArray(userId)])(
  "no change of a team leaves it without an owner, whoever makes it, and only owners and the operator make one",
  (actor, id, of, role, owners) => {
    const objection = whyNotChangeMember(actor, { id, accountId: of }, role, owners);
    if (objection !== null) return;
    expect(canManageTeam(actor, of)).toBe(true);
    const left = role === "owner" ? [...owners, id] : owners.filter((each) => each !== id);
    if (owners.length > 0) expect(left.length).toBeGreaterThan(0);
  },
);

test.prop([anActor, userId, fc.uniqueArray(userId)])("the last admin stays", (actor, id, admins) => {
  if (whyNotDeactivate(actor, id, admins) !== null) return;
  expect(canOperate(actor)).toBe(true);
  if (admins.length > 0) expect(admins.filter((each) => each !== id).length).toBeGreaterThan(0);
});

test.prop([anActor, fc.boolean(), fc.boolean(), fc.boolean()])(
  "the second factor is asked of whom the setting names, and of the account's team by its owner",
  (actor, ofStaff, ofMembers, byAccount) => {
    const asked = isTwoFactorRequired(actor, { ofStaff, ofMembers, byAccount });
    const role = roleOf(actor);
    if (isOperatorRole(role)) expect(asked).toBe(ofStaff);
    else if (accountRoles.some((each) => each === role)) expect(asked).toBe(ofMembers || byAccount);
    else expect(asked).toBe(false);
  },
);
