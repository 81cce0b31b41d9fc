using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace ConformanceTests.Support;

/// <summary>A store to be tested: opens it over one set of data, and says what it can do.</summary>
/// <remarks>Where a store differs, the difference is asserted, never left out.</remarks>
public abstract class StoreFixture : IDisposable
{
    private readonly List<VectorStore> _opened = [];

    /// <summary>Gets where the store differs from the contract, each with the reason: the one place where it is said.</summary>
    public virtual IReadOnlyDictionary<Difference, string> Differences => new Dictionary<Difference, string>();

    /// <summary>Gets the system name that errors and metadata carry; <see langword="null"/> for a store that names nothing.</summary>
    public virtual string? SystemName => null;

    public bool Has(Difference difference) => Differences.ContainsKey(difference);

    /// <summary>Gives a value of data as the store returns it.</summary>
    public object? Kept(object? value) => !Has(Difference.TimesInUtcMicroseconds) ? value : value switch
    {
        // The ends of time are kept as such.
        DateTimeOffset time => time == DateTimeOffset.MinValue || time == DateTimeOffset.MaxValue ? time : time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)),
        DateTime time => DateTime.SpecifyKind(time == DateTime.MaxValue ? time : time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)), DateTimeKind.Utc),
        TimeOnly time => new TimeOnly(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond)),
        TimeSpan span => new TimeSpan(span.Ticks - (span.Ticks % TimeSpan.TicksPerMicrosecond)),
        _ => value,
    };

    /// <summary>Makes a generator for content; with early exits where the store has them.</summary>
    public virtual LetterGenerator<Embedding<float>> Letters(float signature = 0) => LetterGenerator.Create(signature);

    /// <summary>Makes ready what the store needs; skips the test where that is not to be had.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Opens the store, over the same data at every call.</summary>
    public VectorStore Open(IEmbeddingGenerator? generator = null)
    {
        var store = Create(generator);
        _opened.Add(store);
        return store;
    }

    public virtual void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
    }

    protected abstract VectorStore Create(IEmbeddingGenerator? generator);
}
