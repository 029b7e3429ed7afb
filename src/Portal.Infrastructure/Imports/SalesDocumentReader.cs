using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Makes documents of rows.</summary>
internal sealed class SalesDocumentReader(SalesColumns columns, SalesDirectory directory, string defaultSource)
{
    private readonly SalesHeadReader _heads = new(columns, directory, defaultSource);
    private readonly SalesLineReader _lines = new(columns, directory);

    /// <summary>Rows of a document repeat its head: it is understood once, and compared as text in the further rows.</summary>
    public void ReadRow(TableReader reader, SalesDocumentRows document)
    {
        var unit = document.Unit;
        unit.Rows.Add(ImportRow.Of(reader));
        if (reader.RowRefusal is { } refusal)
        {
            unit.Refuse(reader.LineNumber, null, refusal);
        }

        if (document.Head is null)
        {
            document.Head = _heads.Read(reader, unit);
            document.HeadCells = Array.ConvertAll(columns.Heads, column => column.Cell(reader));
        }
        else
        {
            CompareHead(reader, document);
        }

        _lines.Read(reader, document);
    }

    /// <summary>Ends a document: nothing more of it comes.</summary>
    public ImportUnit Finish(SalesDocumentRows document)
    {
        var unit = document.Unit;
        var head = document.Head!;
        if (!unit.IsBad && columns.Line.IsMapped && document.Lines.Count > 1)
        {
            CheckLineNumbers(document);
        }

        if (unit.IsBad)
        {
            RefuseRest(unit, head);
            return unit;
        }

        unit.Draft = new SalesDocumentRow(
            new SalesDocumentDraft
            {
                Source = head.Source,
                Number = head.Number!,
                Kind = head.Kind,
                CustomerNumber = head.CustomerNumber!,
                DocumentOn = head.Day!.Value,
                SalespersonNumber = head.SalespersonNumber,
                OriginalNumber = head.OriginalNumber,
                Currency = head.Currency,
                Channel = head.Channel,
                AgentNumber = head.Agent?.Number,
                Lines = document.Lines,
            },
            head.CustomerId,
            head.SalespersonId,
            document.Resolved)
        {
            AgentId = head.Agent?.Id,
        };
        return unit;
    }

    private void CompareHead(TableReader reader, SalesDocumentRows document)
    {
        for (var index = 0; index < columns.Heads.Length; index++)
        {
            var cell = columns.Heads[index].Cell(reader);
            var first = document.HeadCells[index];
            if (cell != first && CellParsing.Shown(cell) != CellParsing.Shown(first))
            {
                columns.Heads[index].Refuse(reader, document.Unit, "import_document_inconsistent", CellParsing.Shown(cell), CellParsing.Shown(first));
            }
        }
    }

    private void CheckLineNumbers(SalesDocumentRows document)
    {
        if (IsRising(document.Lines))
        {
            return;
        }

        var numbers = new HashSet<int>();
        for (var index = 0; index < document.Lines.Count; index++)
        {
            var number = document.Lines[index].LineNumber;
            if (!numbers.Add(number))
            {
                document.Unit.Refuse(document.Unit.Rows[index].Line, columns.Line.Header, new Refusal("import_line_twice", number));
            }
        }
    }

    private static bool IsRising(List<SalesLineDraft> lines)
    {
        for (var index = 1; index < lines.Count; index++)
        {
            if (lines[index].LineNumber <= lines[index - 1].LineNumber)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The whole document is left out; its good rows go into the error file too, so that it can be corrected as a whole.</summary>
    private static void RefuseRest(ImportUnit unit, SalesHead head)
    {
        var bad = unit.Problems.Select(problem => problem.Line).ToHashSet();
        var first = bad.Min();
        foreach (var row in unit.Rows.Where(row => !bad.Contains(row.Line)).ToList())
        {
            unit.Refuse(row.Line, null, new Refusal("import_document_has_bad_row", head.Number ?? "", first));
        }
    }
}
