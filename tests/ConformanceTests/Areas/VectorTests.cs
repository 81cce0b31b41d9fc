using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace ConformanceTests.Areas;

public abstract class VectorTests<TFixture> : Conformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly Type[] s_forms =
    [
        typeof(ReadOnlyMemory<float>), typeof(ReadOnlyMemory<float>?), typeof(float[]), typeof(Embedding<float>),
        typeof(ReadOnlyMemory<Half>), typeof(ReadOnlyMemory<Half>?), typeof(Half[]), typeof(Embedding<Half>),
        typeof(ReadOnlyMemory<sbyte>), typeof(ReadOnlyMemory<sbyte>?), typeof(sbyte[]), typeof(Embedding<sbyte>),
    ];

    /// <summary>Gets every form in which a vector may be held.</summary>
    public static TheoryData<Type> Forms => new(s_forms);

    [SkippableTheory]
    [MemberData(nameof(Forms))]
    public async Task Form_RoundTrips_AndIsFoundByEveryForm(Type type)
    {
        var records = await DynamicAsync(new VectorStoreVectorProperty("V", type, 3));
        int[][] values = [[1, 2, 3], [-128, 127, 0], [3, 2, -1]];
        await records.UpsertAsync(values.Select((value, i) => new Record { ["Key"] = i, ["V"] = Vector(type, value) }).Append(new Record { ["Key"] = 3, ["V"] = null }));
        for (var i = 0; i < values.Length; i++)
        {
            var read = (await records.GetAsync(i, new() { IncludeVectors = true }))!["V"]!;
            Assert.IsType(Nullable.GetUnderlyingType(type) ?? type, read);
            Assert.Equal(values[i], Numbers(read));
            foreach (var form in s_forms)
            {
                Assert.Equal(i, Assert.Single(await FindAsync(records, Vector(form, values[i]))));
            }
        }

        Assert.Null((await records.GetAsync(3, new() { IncludeVectors = true }))!["V"]);
        Assert.Equal(3, await records.SearchAsync(new float[] { 1, 1, 1 }, 9).CountAsync());
    }

    [SkippableFact]
    public async Task Typed_HalfAndSByteProperties_RoundTripBesideEachOther()
    {
        var records = Store.GetCollection<int, Mixed>("mixed");
        await records.EnsureCollectionExistsAsync();
        await records.UpsertAsync(new Mixed { Id = 1, Halves = new[] { (Half)0.1, Half.MaxValue }, Bytes = [sbyte.MinValue, sbyte.MaxValue], Floats = new Embedding<float>(new[] { 0.1f, float.MaxValue }) });
        await records.UpsertAsync(new Mixed { Id = 2, Halves = new[] { (Half)(-1), (Half)1 } });
        var read = (await records.GetAsync(1, new() { IncludeVectors = true }))!;
        Assert.Equal([(Half)0.1, Half.MaxValue], read.Halves!.Value.ToArray());
        Assert.Equal([sbyte.MinValue, sbyte.MaxValue], read.Bytes!);
        Assert.Equal([0.1f, float.MaxValue], read.Floats!.Vector.ToArray());
        var bare = (await records.GetAsync(2, new() { IncludeVectors = true }))!;
        Assert.True(bare.Bytes is null && bare.Floats is null && bare.Halves is not null);
        Assert.Equal([1, 2], await records.SearchAsync(new[] { 1f, 2 }, 9, new() { VectorProperty = r => r.Halves }).Select(r => r.Record.Id).ToListAsync());
        Assert.Equal([1], await records.SearchAsync(new[] { 1f, 0 }, 9, new() { VectorProperty = r => r.Bytes }).Select(r => r.Record.Id).ToListAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await records.SearchAsync(new[] { 1f, 2 }, 9).ToListAsync());
    }

    [SkippableFact]
    public async Task VectorReplacedOrCleared_SearchFollows()
    {
        var items = await ItemsAsync([new Item { Id = 1, Vector = new float[] { 1, 0, 0 } }, new Item { Id = 2, Vector = new float[] { 0, 1, 0 } }]);
        await items.UpsertAsync([new Item { Id = 1, Vector = new float[] { 0, 0, 1 } }, new Item { Id = 2, Vector = null }]);
        var found = await items.SearchAsync(new float[] { 0, 0, 1 }, 5).ToListAsync();
        Assert.Equal([(1, 1.0)], found.Select(r => (r.Record.Id, Math.Round(r.Score!.Value, 5))));
    }

    [SkippableTheory]
    [InlineData(typeof(double[]))]
    [InlineData(typeof(ReadOnlyMemory<int>))]
    [InlineData(typeof(System.Collections.BitArray))]
    [InlineData(typeof(string))]
    public async Task UnsupportedFormWithoutGenerator_IsRefused(Type type)
    {
        var definition = Definition(new VectorStoreVectorProperty("V", type, 3));
        if (!Fixture.Has(Difference.TakesAnyType))
        {
            var error = Assert.ThrowsAny<Exception>(() => Store.GetDynamicCollection("odd", definition));
            Assert.True(error is NotSupportedException or InvalidOperationException, error.ToString());
            Assert.Contains("'V'", error.Message, StringComparison.Ordinal);
        }
        else
        {
            var records = Store.GetDynamicCollection("odd", definition);
            await records.EnsureCollectionExistsAsync();
            await Assert.ThrowsAsync<NotSupportedException>(() => records.UpsertAsync(new Record { ["Key"] = 1, ["V"] = type == typeof(string) ? "text" : new double[3] }));
        }
    }

    [SkippableFact]
    public async Task WrongComponentType_InADictionary_IsRefused()
    {
        var records = await DynamicAsync(new VectorStoreVectorProperty("V", typeof(float[]), 3));
        await Assert.ThrowsAnyAsync<Exception>(() => records.UpsertAsync(new Record { ["Key"] = 1, ["V"] = new double[3] }));
        Assert.Empty(await records.GetAsync(r => true, 5).ToListAsync());
    }

    private static async Task<List<int>> FindAsync(VectorStoreCollection<object, Record> records, object query) => await KeysAsync(query switch
    {
        ReadOnlyMemory<float> v => records.SearchAsync(v, 1),
        float[] v => records.SearchAsync(v, 1),
        Embedding<float> v => records.SearchAsync(v, 1),
        ReadOnlyMemory<Half> v => records.SearchAsync(v, 1),
        Half[] v => records.SearchAsync(v, 1),
        Embedding<Half> v => records.SearchAsync(v, 1),
        ReadOnlyMemory<sbyte> v => records.SearchAsync(v, 1),
        sbyte[] v => records.SearchAsync(v, 1),
        _ => records.SearchAsync((Embedding<sbyte>)query, 1),
    });

    private static object Vector(Type type, int[] numbers)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Make(type, Array.ConvertAll(numbers, x => (float)x)) ?? Make(type, Array.ConvertAll(numbers, x => (Half)x)) ?? Make(type, Array.ConvertAll(numbers, x => (sbyte)x))!;
    }

    private static object? Make<T>(Type type, T[] numbers)
        => type == typeof(ReadOnlyMemory<T>) ? new ReadOnlyMemory<T>(numbers) : type == typeof(T[]) ? numbers : type == typeof(Embedding<T>) ? new Embedding<T>(numbers) : null;

    private static IEnumerable<int> Numbers(object vector) => vector switch
    {
        ReadOnlyMemory<float> v => v.ToArray().Select(x => (int)x),
        float[] v => v.Select(x => (int)x),
        Embedding<float> v => v.Vector.ToArray().Select(x => (int)x),
        ReadOnlyMemory<Half> v => v.ToArray().Select(x => (int)x),
        Half[] v => v.Select(x => (int)x),
        Embedding<Half> v => v.Vector.ToArray().Select(x => (int)x),
        ReadOnlyMemory<sbyte> v => v.ToArray().Select(x => (int)x),
        sbyte[] v => v.Select(x => (int)x),
        _ => ((Embedding<sbyte>)vector).Vector.ToArray().Select(x => (int)x),
    };

    private sealed class Mixed
    {
        [VectorStoreKey(IsAutoGenerated = false)]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<Half>? Halves { get; set; }

        [VectorStoreVector(2)]
        public sbyte[]? Bytes { get; set; }

        [VectorStoreVector(2)]
        public Embedding<float>? Floats { get; set; }
    }
}
