"use client";

import { Label, Radio, RadioGroup } from "@heroui/react";

/** Chooses one of a few options, all visible. */
export function Choice<T extends string>({
  name,
  label,
  options,
  value,
  onChange,
  columns,
}: {
  name: string;
  label: string;
  options: { value: T; text: string }[];
  value: T;
  onChange: (value: T) => void;
  /** Aligned in columns, for more options than one line holds. */
  columns?: 3;
}) {
  return (
    <RadioGroup
      name={name}
      value={value}
      onChange={(chosen) => onChange(chosen as T)}
      className="flex flex-col gap-2"
    >
      <Label className="text-[13px] font-medium">{label}</Label>
      <div className={columns ? "grid grid-cols-3 gap-x-3 gap-y-2" : "flex flex-wrap gap-x-5 gap-y-2"}>
        {options.map(({ value: option, text }) => (
          <Radio key={option} value={option} className="mt-0">
            <Radio.Content>
              <Radio.Control>
                <Radio.Indicator />
              </Radio.Control>
              <span className="text-sm font-normal">{text}</span>
            </Radio.Content>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
