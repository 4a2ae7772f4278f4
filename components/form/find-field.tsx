import { Input, SearchField } from "react-aria-components";

/**
 * A field that filters the list below it. Arrow keys move through that list, so to assistive technology it is a
 * combobox.
 */
export function FindField({ label, className }: { label: string; className: string }) {
  return (
    <SearchField autoFocus type="text" aria-label={label} className="border-b border-separator">
      <Input
        role="combobox"
        aria-expanded
        placeholder={label}
        className={`w-full bg-transparent outline-none ${className}`}
      />
    </SearchField>
  );
}
