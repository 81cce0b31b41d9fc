using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>A store under test, and everything below it that survives when it is opened again.</summary>
internal sealed class Setup : IDisposable
{
    private static readonly SemaphoreSlim s_postgres = new(1, 1);

    private readonly Func<VectorStore> _open;
    private readonly bool _holdsPostgres;
    private readonly string? _folder;

    public Setup(Action<ReminisceVectorStoreOptions>? configure = null, InnerKind inner = InnerKind.Reference)
    {
        Configure = configure;
        if (inner == InnerKind.Reference)
        {
            var kept = new ReferenceVectorStore(Faults);
            _open = () => kept;
        }
        else if (inner == InnerKind.Postgres)
        {
            // One server serves all tests, one after the other.
            PostgresServer.OpenStore();
            s_postgres.Wait();
            _holdsPostgres = true;
            _open = PostgresServer.OpenStore;
            PostgresServer.ClearAsync().GetAwaiter().GetResult();
        }
        else
        {
            var folder = _folder = Directory.CreateTempSubdirectory("reminisce-speculative-").FullName;
            _open = () => new UsearchVectorStore(folder);
        }

        Activations = new FakeActivationStore(Faults);
        (Inner, Store) = Open();
    }

    public FaultPlan Faults { get; } = new();

    public FakeEncoder Encoder { get; set; } = new();

    public FakeActivationStore Activations { get; }

    public VectorStore Inner { get; private set; }

    public ReminisceVectorStore Store { get; private set; }

    public Action<ReminisceVectorStoreOptions>? Configure { get; }

    public ReminisceCollection<int, Note> Notes => (ReminisceCollection<int, Note>)Store.GetCollection<int, Note>("notes");

    /// <summary>Starts anew over what is stored, as after a crash.</summary>
    public void Reopen()
    {
        Faults.Reset();
        Store.Dispose();
        if (Inner is not ReferenceVectorStore)
        {
            Inner.Dispose();
        }

        (Inner, Store) = Open();
    }

    public async Task<ReminisceCollection<int, Note>> CreateNotesAsync()
    {
        var notes = Notes;
        await notes.EnsureCollectionExistsAsync();
        return notes;
    }

    /// <summary>Reads the inner records as they lie there.</summary>
    public async Task<List<Dictionary<string, object?>>> InnerNotesAsync()
    {
        var model = new EarlyExitModelBuilder().Build(typeof(Note), typeof(int), null, new FakeGenerator(Encoder));
        using var inner = Inner.GetDynamicCollection("notes", new EarlyExitSchema(model).InnerDefinition);
        var rows = new List<Dictionary<string, object?>>();
        await foreach (var row in inner.GetAsync(r => true, 10_000, new() { IncludeVectors = true }))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Gives the exits whose vectors are set in an inner record.</summary>
    public IEnumerable<ExitLayer> ExitsOf(Dictionary<string, object?> inner) => Encoder.Exits.Where(e => inner.GetValueOrDefault($"Content_{e.Name}") is not null);

    public void Dispose()
    {
        Faults.Reset();
        Store.Dispose();
        Inner.Dispose();
        Encoder.Dispose();
        if (_holdsPostgres)
        {
            s_postgres.Release();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private (VectorStore Inner, ReminisceVectorStore Store) Open()
    {
        var options = new ReminisceVectorStoreOptions { ActivationStore = Activations, EmbeddingGenerator = new FakeGenerator(Encoder), LeaveOpen = true };
        Configure?.Invoke(options);
        var inner = _open();
        return (inner, new ReminisceVectorStore(inner, options));
    }
}
