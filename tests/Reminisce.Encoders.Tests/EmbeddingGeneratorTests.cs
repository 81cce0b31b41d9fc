using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Reminisce.Encoders.Tests;

public sealed class EmbeddingGeneratorTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();
    private readonly EarlyExitEncoder _encoder;

    public EmbeddingGeneratorTests() => _encoder = EarlyExitEncoder.Open(_pack.Folder);

    [Fact]
    public async Task GenerateAsync_AllThreeShapes_GiveFullDepthEmbeddings()
    {
        using var generator = _encoder.AsEmbeddingGenerator();
        var picture = new DataContent(TestPictures.Encode(3), "image/png");

        var texts = await generator.GenerateAsync(["red house", "dog"]);
        var pictures = await generator.GenerateAsync([picture]);
        var mixed = await generator.GenerateAsync(new AIContent[] { picture, new TextContent("dog") });

        Vectors.Near(Oracle.Text(_pack, "red house", 4, "head4"), texts[0].Vector.Span, 1e-5f);
        Vectors.Near(Oracle.Picture(_pack, picture.Data.ToArray(), 4, "head4"), pictures[0].Vector.Span, 1e-5f);
        Vectors.Near(pictures[0].Vector.Span, mixed[0].Vector.Span, 1e-6f);
        Vectors.Near(texts[1].Vector.Span, mixed[1].Vector.Span, 1e-5f);
        Assert.Equal("test-pack 1.0", texts[0].ModelId);
    }

    [Fact]
    public async Task GenerateAsync_BadInput_SaysWhy()
    {
        using var generator = _encoder.AsEmbeddingGenerator();

        await Assert.ThrowsAsync<TextException>(() => generator.GenerateAsync(["red", ""]));
        await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync([new DataContent(new byte[] { 1 }, "audio/wav")]));
        await Assert.ThrowsAsync<NotSupportedException>(() => generator.GenerateAsync(["red"], new EmbeddingGenerationOptions { Dimensions = 8 }));
        Assert.Single(await generator.GenerateAsync(["red"], new EmbeddingGenerationOptions { Dimensions = TestTransformer.Dimensions }));
    }

    [Fact]
    public void GetService_KnownTypes_AreFoundAndEncoderOutlivesGenerator()
    {
        var generator = _encoder.AsEmbeddingGenerator();

        Assert.Same(_encoder, ((IEmbeddingGenerator)generator).GetService<IEarlyExitEncoder>());
        Assert.Same(_encoder, generator.GetService(typeof(EarlyExitEncoder)));
        Assert.Same(generator, generator.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>)));
        Assert.Equal(TestTransformer.Dimensions, ((EmbeddingGeneratorMetadata)generator.GetService(typeof(EmbeddingGeneratorMetadata))!).DefaultModelDimensions);
        Assert.Null(generator.GetService(typeof(string)));
        Assert.Null(generator.GetService(typeof(IEarlyExitEncoder), "key"));
        generator.Dispose();
        Assert.True(_encoder.CanEncode(new TextContent("red")));
    }

    [Fact]
    public async Task AddReminisceEncoder_Container_GivesOneEncoderInEveryShape()
    {
        var services = new ServiceCollection();
        services.AddReminisceEncoder(_pack.Folder, o => o.ActivationFormat = ActivationFormat.Int8);
        var provider = services.BuildServiceProvider();
        var encoder = provider.GetRequiredService<IEarlyExitEncoder>();
        var strings = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        Assert.Same(encoder, strings.GetService<IEarlyExitEncoder>());
        Assert.Same(strings, provider.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>());
        Assert.Same(strings, provider.GetRequiredService<IEmbeddingGenerator<AIContent, Embedding<float>>>());
        var result = Assert.Single(await encoder.EncodeAsync([new TextContent("red")], new EncodingOptions { Policy = ExitPolicy.Fixed }));
        Assert.Equal(ActivationFormat.Int8, result.Item!.Activation!.Format);
        await provider.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => encoder.EncodeAsync([]));
    }

    [Fact]
    public void AddReminisceEncoder_NoPack_IsRefusedWhenFirstAskedFor()
    {
        var services = new ServiceCollection();
        services.AddReminisceEncoder(_pack.Folder + "-missing");
        using var provider = services.BuildServiceProvider();

        Assert.Throws<ModelPackException>(() => provider.GetRequiredService<IEarlyExitEncoder>());
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        var pack = ModelPack.Open(_pack.Folder);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyExitEncoder(pack, new EarlyExitEncoderOptions { ThreadCount = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyExitEncoder(pack, new EarlyExitEncoderOptions { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyExitEncoder(pack, new EarlyExitEncoderOptions { WaveSize = 15 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyExitEncoder(pack, new EarlyExitEncoderOptions { MaxConcurrentRuns = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyExitEncoder(pack, new EarlyExitEncoderOptions { ActivationFormat = (ActivationFormat)9 }));
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _pack.Dispose();
    }
}
