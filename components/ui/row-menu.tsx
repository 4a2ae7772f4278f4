"use client";

import { Button, Dropdown } from "@heroui/react";
import { Ellipsis, type LucideIcon } from "lucide-react";

export interface RowVerb<Verb extends string> {
  id: Verb;
  text: string;
  icon: LucideIcon;
  /** Whether it removes something. */
  isGrave?: boolean;
}

/** The actions on a row's record. Nothing is shown if there are none. */
export function RowMenu<Verb extends string>({
  label,
  verbs,
  busy = false,
  onChoose,
}: {
  /** Names the record, for screen readers. */
  label: string;
  verbs: RowVerb<Verb>[];
  busy?: boolean;
  onChoose: (verb: Verb) => void;
}) {
  if (verbs.length === 0) return null;
  return (
    <Dropdown>
      <Button isIconOnly size="sm" variant="ghost" isDisabled={busy} aria-label={label}>
        <Ellipsis className="size-4" aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end">
        <Dropdown.Menu aria-label={label} onAction={(key) => onChoose(key as Verb)}>
          {verbs.map(({ id, text, icon: Icon, isGrave }) => {
            const color = isGrave ? "text-danger" : "";
            return (
              <Dropdown.Item key={id} id={id} textValue={text}>
                <Icon className={`size-4 ${color}`} aria-hidden="true" />
                <span className={color}>{text}</span>
              </Dropdown.Item>
            );
          })}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
