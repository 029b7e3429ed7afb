namespace Portal.Domain.Programs;

/// <content>Who and what is selected.</content>
public static partial class ProgramValidation
{
    private static void CheckCustomerSelectors(ProgramParticipants participants, Findings found)
    {
        if (participants.Include.Count == 0)
        {
            found.Add("participants.include", "program_no_participants");
        }

        foreach (var (list, name) in new[] { (participants.Include, "include"), (participants.Exclude, "exclude") })
        {
            for (var index = 0; index < list.Count; index++)
            {
                CheckCodes(list[index].Codes, list[index].Kind == CustomerSelectorKind.All, At("participants." + name, index), found);
            }
        }
    }

    private static void CheckScope(ProductScope scope, string at, Findings found)
    {
        if (scope.Include.Count == 0)
        {
            found.Add(at + ".include", "program_scope_empty");
        }

        CheckSelectors(scope.Include, at + ".include", found);
        CheckSelectors(scope.Exclude, at + ".exclude", found);
        if (scope.Sales is { } sales)
        {
            if (sales.Include.Count + sales.Exclude.Count == 0)
            {
                found.Add(at + ".sales", "program_sales_scope_empty");
            }

            foreach (var (list, name) in new[] { (sales.Include, "include"), (sales.Exclude, "exclude") })
            {
                for (var index = 0; index < list.Count; index++)
                {
                    CheckCodes(list[index].Codes, isAll: false, At($"{at}.sales.{name}", index), found);
                }
            }
        }
    }

    private static void CheckSelectors(IReadOnlyList<ProductSelector> selectors, string list, Findings found)
    {
        for (var index = 0; index < selectors.Count; index++)
        {
            var (selector, at) = (selectors[index], At(list, index));
            CheckCodes(selector.Codes, selector.Kind == ProductSelectorKind.All, at, found);
            for (var code = 0; selector.Kind == ProductSelectorKind.Attribute && code < selector.Codes.Count; code++)
            {
                if (selector.Codes[code].IndexOf('=', StringComparison.Ordinal) <= 0)
                {
                    found.Add(At(at + ".codes", code), "program_attribute_wrong", selector.Codes[code]);
                }
            }

            if (selector.And is { } and)
            {
                CheckSelectors(and, at + ".and", found);
            }
        }
    }

    private static void CheckCodes(IReadOnlyList<string> codes, bool isAll, string at, Findings found)
    {
        if (isAll ? codes.Count > 0 : codes.Count == 0)
        {
            found.Add(at + ".codes", isAll ? "program_codes_not_wanted" : "program_codes_missing");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < codes.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(codes[index]) || codes[index].Length > MaxCodeLength)
            {
                found.Add(At(at + ".codes", index), "program_code_empty");
            }
            else if (!seen.Add(codes[index]))
            {
                found.Add(At(at + ".codes", index), "program_code_twice", codes[index]);
            }
        }
    }
}
