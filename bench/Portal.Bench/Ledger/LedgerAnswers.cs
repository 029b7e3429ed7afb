using System.Collections.Concurrent;
using Portal.Domain.Shared;
using Portal.Infrastructure.Ledger;

namespace Portal.Bench.Ledger;

/// <summary>What the workers were told; answers that contradict each other are violations.</summary>
internal sealed class LedgerAnswers
{
    private readonly ConcurrentDictionary<int, int> _new = [];
    private readonly ConcurrentDictionary<int, bool> _isForged = [];
    private readonly ConcurrentQueue<LedgerOperation> _reused = [];
    private readonly ConcurrentQueue<string> _violations = [];

    /// <summary>The transfers that were acknowledged, by the operation that brought the key.</summary>
    public ConcurrentDictionary<int, long> Acknowledged { get; } = [];

    public void Fail(LedgerOperation operation, string why) => _violations.Enqueue($"operation {operation.Number}: {why}");

    public void Take(LedgerOperation operation, Outcome<PostedTransfer> outcome)
    {
        if (!outcome.IsDone)
        {
            if (outcome.Refusal.Code == "ledger_key_reused")
            {
                _reused.Enqueue(operation);
            }
            else if (outcome.Refusal.Code != "ledger_insufficient")
            {
                Fail(operation, outcome.Refusal.ToString());
            }

            return;
        }

        if (_isForged.GetOrAdd(operation.KeyOf, operation.IsForged) != operation.IsForged)
        {
            Fail(operation, "one key was acknowledged for two contents");
        }

        if (Acknowledged.GetOrAdd(operation.KeyOf, outcome.Value.TransferId) != outcome.Value.TransferId)
        {
            Fail(operation, "two transfers for one key");
        }

        if (outcome.Value.IsNew && _new.AddOrUpdate(operation.KeyOf, 1, (_, count) => count + 1) > 1)
        {
            Fail(operation, "posted anew under a known key");
        }
    }

    /// <summary>Whether a key's transfer has the content that came second in thought, and first in time.</summary>
    public bool IsForged(int keyOf) => _isForged.GetValueOrDefault(keyOf);

    /// <summary>Contradictions. A key may only be called used if it was acknowledged with the other content.</summary>
    public IReadOnlyList<string> Violations() =>
    [
        .. _violations,
        .. _reused.Where(operation => !_isForged.TryGetValue(operation.KeyOf, out var isForged) || isForged == operation.IsForged)
            .Select(operation => $"operation {operation.Number}: refused as another content of a key that has none"),
    ];
}
