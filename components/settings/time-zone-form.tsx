"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { NativeSelect } from "#components/form/native-select.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

/** The time zone in which days begin and end. */
export function TimeZoneForm({
  value,
  zones,
  onSave,
}: {
  value: string;
  zones: string[];
  onSave: SaveSetting;
}) {
  const t = useTranslations("settings.timeZone");
  const [zone, setZone] = useState(value);
  return (
    <SettingForm
      id="time-zone"
      title={t("title")}
      lead={t("lead")}
      was={{ timeZone: value }}
      read={() => ({ timeZone: zone })}
      onSave={onSave}
    >
      {(errorOf) => (
        <div className="max-w-72">
          <NativeSelect
            name="timeZone"
            label={t("zone")}
            value={zone}
            onChange={setZone}
            options={zones.map((each) => ({ value: each, text: each }))}
          />
          {errorOf("timeZone") && <p className="mt-1.5 text-[13px] text-danger">{errorOf("timeZone")}</p>}
        </div>
      )}
    </SettingForm>
  );
}
