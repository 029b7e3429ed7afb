using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Domain.Settlements;

/// <summary>
/// Customers as selectors see them, kept close together and in the order they were added. A plan knows every customer there is,
/// and mostly asks for nothing but what they have in common: as an object each, with a text of its own, the collector of memory
/// would spend more time on moving them than a plan takes. A <see cref="PlanCustomer"/> is made when it is asked for.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is named by what it holds, as the other inputs of a plan are.")]
public sealed class PlanCustomers : IReadOnlyList<PlanCustomer>
{
    private const int BlockSize = 1024;
    private readonly List<Block> _blocks = [];
    private readonly List<PlanCustomerTraits> _traits = [];
    private readonly Dictionary<PlanCustomerTraits, int> _places = [];

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>The greatest key; 0 where there is nobody.</summary>
    public long LastId { get; private set; }

    /// <summary>What some customers have in common: by the places that <see cref="Share"/> gave.</summary>
    public IReadOnlyList<PlanCustomerTraits> Traits => _traits;

    /// <inheritdoc/>
    public PlanCustomer this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            ref readonly var row = ref RowAt(index);
            var traits = _traits[row.Traits];
            return new PlanCustomer(row.Id, NumberAt(index), traits.GroupCode, traits.LevelCode, traits.RegionCode, row.ParentId == 0 ? null : row.ParentId)
            {
                Salesperson = traits.Salesperson,
            };
        }
    }

    /// <summary>Takes customers from any list; one of this kind stays what it is.</summary>
    public static PlanCustomers Of(IReadOnlyList<PlanCustomer> customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (customers is PlanCustomers known)
        {
            return known;
        }

        var made = new PlanCustomers();
        foreach (var customer in customers)
        {
            var traits = made.Share(new PlanCustomerTraits(customer.GroupCode, customer.LevelCode, customer.RegionCode, customer.Salesperson));
            made.Add(customer.Id, customer.Number, traits, customer.ParentId ?? 0);
        }

        return made;
    }

    /// <summary>The place of traits, for all customers that have them.</summary>
    public int Share(PlanCustomerTraits traits)
    {
        if (!_places.TryGetValue(traits, out var place))
        {
            _places.Add(traits, place = _traits.Count);
            _traits.Add(traits);
        }

        return place;
    }

    /// <summary>Adds a customer.</summary>
    /// <param name="id">Its key, above zero.</param>
    /// <param name="number">Its number.</param>
    /// <param name="traits">The place of what it has in common with others.</param>
    /// <param name="parentId">The company it belongs to; 0 for none.</param>
    public void Add(long id, string number, int traits, long parentId)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (Count % BlockSize == 0)
        {
            _blocks.Add(new Block());
        }

        _blocks[^1].Add(Count % BlockSize, new Row(id, parentId, traits), number);
        Count++;
        LastId = Math.Max(LastId, id);
    }

    /// <inheritdoc/>
    public IEnumerator<PlanCustomer> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The key of the customer at a place.</summary>
    public long IdAt(int index) => RowAt(index).Id;

    /// <summary>The place of what the customer at a place has in common with others.</summary>
    public int TraitsAt(int index) => RowAt(index).Traits;

    /// <summary>The company that the customer at a place belongs to; 0 for none.</summary>
    public long ParentAt(int index) => RowAt(index).ParentId;

    /// <summary>The number of the customer at a place.</summary>
    public string NumberAt(int index) => _blocks[index / BlockSize].NumberOf(index % BlockSize);

    private ref readonly Row RowAt(int index) => ref _blocks[index / BlockSize].Rows[index % BlockSize];

    private readonly record struct Row(long Id, long ParentId, int Traits);

    /// <summary>So many customers that all of them are copied as one when memory is tidied up, and so few that they do not count as large.</summary>
    private sealed class Block
    {
        private readonly int[] _ends = new int[BlockSize];
        private byte[] _numbers = [];

        public Row[] Rows { get; } = new Row[BlockSize];

        public void Add(int place, Row row, string number)
        {
            Rows[place] = row;
            _ends[place] = StartOf(place);
            if (number.Length > 0)
            {
                AddNumber(place, number);
            }
        }

        private void AddNumber(int place, string number)
        {
            var (start, most) = (StartOf(place), Encoding.UTF8.GetMaxByteCount(number.Length));
            if (start + most > _numbers.Length)
            {
                Array.Resize(ref _numbers, Math.Max(start + most, _numbers.Length == 0 ? BlockSize * 12 : _numbers.Length * 2));
            }

            _ends[place] += Encoding.UTF8.GetBytes(number, _numbers.AsSpan(start));
        }

        public string NumberOf(int place) => Encoding.UTF8.GetString(_numbers.AsSpan(StartOf(place).._ends[place]));

        private int StartOf(int place) => place == 0 ? 0 : _ends[place - 1];
    }
}

/// <summary>What many customers have in common.</summary>
/// <param name="GroupCode">Their group.</param>
/// <param name="LevelCode">Their level.</param>
/// <param name="RegionCode">Their region.</param>
/// <param name="Salesperson">The number of the salesperson who looks after them.</param>
public readonly record struct PlanCustomerTraits(string? GroupCode, string? LevelCode, string? RegionCode, string? Salesperson);
