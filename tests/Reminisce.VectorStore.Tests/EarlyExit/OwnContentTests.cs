using System.Linq.Expressions;
using System.Text;
using CsCheck;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.EarlyExit;

/// <summary>Several content properties in one record, one of them of an own type.</summary>
public class OwnContentTests
{
    private const int Keys = 8;

    private static readonly string[] s_topics = ["tea", "rain", "bus"];

    private static readonly Expression<Func<Purchase, object?>>[] s_properties = [p => p.Title, p => p.Photo, p => p.Receipt];

    private static readonly Gen<(int Kind, int[] Ids, int Value)> s_step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, Keys - 1].Array[1, 4], Gen.Int[0, 50]);

    private static Setup Open(InnerKind inner = InnerKind.Reference, Func<IEmbeddingGenerator, IEmbeddingGenerator>? wrap = null) => new(
        o =>
        {
            IEmbeddingGenerator generator = EncoderOf(o.EmbeddingGenerator!).AsEmbeddingGenerator<Receipt>(ContentOf);
            o.EmbeddingGenerator = wrap?.Invoke(generator) ?? generator;
        },
        inner);

    private static AIContent? ContentOf(Receipt receipt) => receipt.Goods is null ? null : new TextContent($"{receipt.Goods} {receipt.Shop}");

    private static IEarlyExitEncoder EncoderOf(IEmbeddingGenerator generator) => (IEarlyExitEncoder)generator.GetService(typeof(IEarlyExitEncoder))!;

    private static Purchase Sample(int id, int value) => new()
    {
        Id = id,
        Year = value,
        Title = $"{s_topics[(id + value) % 3]} title {id}",
        Photo = new DataContent(Encoding.UTF8.GetBytes($"{s_topics[(id + (value / 3)) % 3]} photo {id}"), "image/png"),
        Receipt = new Receipt($"shop {id}", s_topics[(id + (value / 9)) % 3]),
    };

    private static ReminisceCollection<int, Purchase> Purchases(Setup setup) => Assert.IsType<ReminisceCollection<int, Purchase>>(setup.Store.GetCollection<int, Purchase>("purchases"));

    [SkippableTheory]
    [InlineData(InnerKind.Reference, 60)]
    [InlineData(InnerKind.Usearch, 8)]
    [InlineData(InnerKind.Postgres, 3)]
    internal void History_SeveralContentProperties_EachHasOneVectorOfItsOwnContent(InnerKind inner, int iterations) => s_step.Array[1, 15].Sample(
        steps => RunAsync(inner, steps).GetAwaiter().GetResult(), iter: iterations, threads: 1);

    [Fact]
    public async Task Search_WithAValueOfTheOwnType_IsASearchWithItsContent()
    {
        using var setup = Open();
        var purchases = Purchases(setup);
        await purchases.EnsureCollectionExistsAsync();
        await purchases.UpsertAsync(Enumerable.Range(0, Keys).Select(i => Sample(i, 0)));
        var wanted = new Receipt("shop 4", "rain");
        var byValue = await purchases.SearchAsync(wanted, 3, new() { VectorProperty = p => p.Receipt }).ListAsync();
        var byContent = await purchases.SearchAsync("rain shop 4", 3, new() { VectorProperty = p => p.Receipt }).ListAsync();
        Assert.Equal(4, byValue[0].Record.Id);
        Assert.Equal(byContent.Select(r => r.Record.Id), byValue.Select(r => r.Record.Id));
        Assert.All(byContent.Zip(byValue), pair => Assert.Equal(pair.First.Score!.Value, pair.Second.Score!.Value, tolerance: 1e-3));
        await Assert.ThrowsAsync<NotSupportedException>(() => purchases.SearchAsync(new Receipt("shop 4", null), 3, new() { VectorProperty = p => p.Receipt }).ListAsync());
        await Assert.ThrowsAsync<NotSupportedException>(() => purchases.SearchAsync(Sample(1, 1), 3, new() { VectorProperty = p => p.Receipt }).ListAsync());
    }

    [Fact]
    public async Task Upsert_ValueWithoutContent_NamesThePropertyAndStoresTheOthers()
    {
        using var setup = Open();
        var purchases = Purchases(setup);
        await purchases.EnsureCollectionExistsAsync();
        var empty = Sample(2, 0);
        empty.Receipt = new Receipt("shop", null);
        var outcomes = await purchases.UpsertDetailedAsync([Sample(1, 0), empty, Sample(3, 0)]);
        Assert.Contains("'Receipt' holds a 'Receipt' without content", outcomes[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal([1, 3], (await purchases.GetAsync([1, 2, 3]).ListAsync()).Select(p => p.Id));
    }

    [Fact]
    public async Task Open_GeneratorBehindAnother_IsReached()
    {
        using var setup = Open(wrap: g => new Passing((IEmbeddingGenerator<Receipt, Embedding<float>>)g));
        var purchases = Purchases(setup);
        await purchases.EnsureCollectionExistsAsync();
        await purchases.UpsertAsync(Sample(1, 0));
        Assert.Equal(3, setup.Encoder.Encoded);
    }

    [Fact]
    public async Task Open_DynamicWithAGeneratorOfItsOwn_HasEarlyExits()
    {
        using var setup = new Setup(o => (o.EmbeddingGenerator, o.Policy, o.FixedLayer) = (null, ExitPolicy.Fixed, 1));
        var items = setup.Store.GetDynamicCollection("items", new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty("Id", typeof(int)),
                new VectorStoreVectorProperty<Receipt>("Receipt", 24) { EmbeddingGenerator = setup.Encoder.AsEmbeddingGenerator<Receipt>(ContentOf) },
                new VectorStoreVectorProperty<string>("Title", 24) { EmbeddingGenerator = new FakeGenerator(setup.Encoder) },
            ],
        });
        await items.EnsureCollectionExistsAsync();
        await items.UpsertAsync(Enumerable.Range(0, 6).Select(i => new Dictionary<string, object?> { ["Id"] = i, ["Receipt"] = new Receipt($"shop {i}", "tea"), ["Title"] = $"rain {i}" }));
        Assert.Equal(12, setup.Activations.Entries.Count);
        var found = await items.SearchAsync(new Receipt("shop 3", "tea"), 6, new() { VectorProperty = r => r["Receipt"] }).ListAsync();
        Assert.Equal(3, found[0].Record["Id"]);
        Assert.Equal(6, setup.Encoder.Resumed);
        Assert.All(setup.Activations.Entries.Keys, k => Assert.Contains("\u001fTitle\u001f", k, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_GeneratorOfTheTypeThatConvertsNothing_PassesThrough()
    {
        using var encoder = new FakeEncoder();
        using var store = new ReminisceVectorStore(new ReferenceVectorStore());
        var items = store.GetDynamicCollection("items", new VectorStoreCollectionDefinition
        {
            Properties = [new VectorStoreKeyProperty("Id", typeof(int)), new VectorStoreVectorProperty<Receipt>("Receipt", 24) { EmbeddingGenerator = new Opaque(encoder) }],
        });
        Assert.NotNull(items.GetService(typeof(ReferenceCollection<object, Dictionary<string, object?>>)));
        await items.EnsureCollectionExistsAsync();
        await items.UpsertAsync(new Dictionary<string, object?> { ["Id"] = 1, ["Receipt"] = new Receipt("shop", "tea") });
        Assert.Equal(1, Assert.Single(await items.SearchAsync(new Receipt("shop", "tea"), 1).ListAsync()).Record["Id"]);
    }

    [Fact]
    public async Task Generate_ValuesOfTheOwnType_EmbedsTheirContentAtFullDepth()
    {
        using var encoder = new FakeEncoder();
        using var generator = encoder.AsEmbeddingGenerator<Receipt>(ContentOf);
        var made = await generator.GenerateAsync([new Receipt("shop", "tea"), new Receipt("shop", "rain")]);
        Assert.Equal(encoder.Vector("tea shop", encoder.Full("text")), made[0].Vector.ToArray());
        Assert.Equal(encoder.Vector("rain shop", encoder.Full("text")), made[1].Vector.ToArray());
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync([new Receipt("shop", null)]));
    }

    private static async Task RunAsync(InnerKind inner, (int Kind, int[] Ids, int Value)[] steps)
    {
        using var setup = Open(inner);
        var model = new Dictionary<int, Purchase>();
        await Purchases(setup).EnsureCollectionExistsAsync();
        foreach (var (kind, ids, value) in steps)
        {
            var purchases = Purchases(setup);
            switch (kind)
            {
                case 0 or 1:
                    await purchases.UpsertAsync(ids.Select(i => model[i] = Sample(i, value)));
                    break;
                case 2:
                    await purchases.DeleteAsync(ids);
                    ids.ToList().ForEach(i => model.Remove(i));
                    break;
                case 3:
                    await purchases.UpdateDataAsync(ids.Select(i => new Purchase { Id = i, Year = value }));
                    ids.Where(model.ContainsKey).ToList().ForEach(i => model[i].Year = value);
                    break;
                case 4:
                    await purchases.SearchAsync("tea", 3, Options(s_properties[value % 3], 3)).ListAsync();
                    break;
                default:
                    setup.Reopen();
                    break;
            }

            await CheckAsync(setup, model);
        }

        foreach (var property in s_properties)
        {
            var found = await Purchases(setup).SearchAsync("rain", Keys, Options(property, Keys)).ListAsync();
            Assert.Equal(model.Keys.Order(), found.Select(r => r.Record.Id).Order());
            Assert.All(found, r => Assert.Equal(Score(setup.Encoder, "rain", property, model[r.Record.Id]), r.Score!.Value, tolerance: 1e-3));
        }

        Assert.Empty(setup.Activations.Entries);
    }

    private static ReminisceSearchOptions<Purchase> Options(Expression<Func<Purchase, object?>> property, int candidates) => new() { VectorProperty = property, Candidates = candidates };

    private static double Score(FakeEncoder encoder, string query, Expression<Func<Purchase, object?>> property, Purchase record)
    {
        var (tower, text) = Content(((MemberExpression)property.Body).Member.Name, record);
        return encoder.Score(query, text, encoder.Full(tower));
    }

    private static (string Tower, string Text) Content(string property, Purchase record) => property switch
    {
        nameof(Purchase.Title) => ("text", record.Title!),
        nameof(Purchase.Photo) => ("image", Encoding.UTF8.GetString(record.Photo!.Data.Span)),
        _ => ("text", ((TextContent)ContentOf(record.Receipt!)!).Text),
    };

    private static async Task CheckAsync(Setup setup, Dictionary<int, Purchase> model)
    {
        var schema = new EarlyExitSchema(new EarlyExitModelBuilder().Build(typeof(Purchase), typeof(int), null, setup.Encoder.AsEmbeddingGenerator<Receipt>(ContentOf)));
        using var inner = setup.Inner.GetDynamicCollection("purchases", schema.InnerDefinition);
        var rows = await inner.GetAsync(r => true, 1000, new() { IncludeVectors = true }).ListAsync();
        Assert.Equal(model.Keys.Order(), rows.Select(r => (int)r["Id"]!).Order());
        foreach (var row in rows)
        {
            var record = model[(int)row["Id"]!];
            Assert.Equal(record.Year, row["Year"]);
            foreach (var property in schema.EarlyExits)
            {
                var exit = Assert.Single(setup.Encoder.Exits, e => row.GetValueOrDefault($"{property.Name}_{e.Name}") is not null);
                var (tower, text) = Content(property.Name, record);
                Assert.Equal((tower, exit.Name), (exit.Tower, row[property.ExitColumn]));
                Assert.Equal(setup.Encoder.Vector(text, exit), property.VectorOf(row, exit)!.Value.ToArray());
            }
        }
    }

    /// <summary>A generator of the type that says how to reach the encoder and not what content to give it.</summary>
    private sealed class Opaque(FakeEncoder encoder) : IEmbeddingGenerator<Receipt, Embedding<float>>
    {
        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<Receipt> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            await encoder.AsEmbeddingGenerator<Receipt>(ContentOf).GenerateAsync(values, options, cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(IEarlyExitEncoder) ? encoder : null;

        public void Dispose()
        {
        }
    }

    private sealed class Passing(IEmbeddingGenerator<Receipt, Embedding<float>> inner) : DelegatingEmbeddingGenerator<Receipt, Embedding<float>>(inner);
}
