import { Input, SearchField } from "react-aria-components";

/** What is typed to narrow the list below it. The keys move through that list, so to a reader it is a combobox. */
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
