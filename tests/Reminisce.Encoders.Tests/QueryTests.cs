using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

public sealed class QueryTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Fact]
    public async Task EncodeQueryAsync_Text_HasOneVectorPerExitOfBothTowers()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder);

        var query = await encoder.EncodeQueryAsync(new TextContent("red house under the tree"));

        Assert.Equal(encoder.Exits, query.Exits.Select(e => e.Exit));
        foreach (var exit in query.Exits)
        {
            Vectors.Near(Oracle.Text(_pack, "red house under the tree", 4, $"query.{exit.Exit.Tower}.{exit.Exit.Layer}"), exit.Vector.Span, 1e-5f);
            Assert.Equal(new ScoreCalibration(0.01 * exit.Exit.Layer, 0.1, 0.3) { FloorRate = 0.001 }, exit.Calibration);
        }
    }

    [Fact]
    public async Task EncodeQueryAsync_Picture_HasOneVectorPerImageExit()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder);
        var picture = TestPictures.Encode(5);

        var query = await encoder.EncodeQueryAsync(new DataContent(picture, "image/png"));

        Assert.Equal(encoder.Exits.Where(e => e.Tower == "image"), query.Exits.Select(e => e.Exit));
        Assert.All(query.Exits, e => Vectors.Near(Oracle.Picture(_pack, picture, 4, $"query.image.{e.Exit.Layer}"), e.Vector.Span, 1e-5f));
        Assert.Null(query.Find(encoder.Exits[^1]));
    }

    [Fact]
    public void GetCalibration_ExitOfAPack_IsThatOfItsOwnTower()
    {
        using (var encoder = EarlyExitEncoder.Open(_pack.Folder))
        {
            Assert.Equal(new ScoreCalibration(0.04, 0.1, 0.3) { FloorRate = 0.001 }, encoder.GetCalibration(encoder.Exits.Last(e => e.Tower == "image")));
            Assert.Same(ScoreCalibration.Identity, encoder.GetCalibration(new ExitLayer("sound", 2, 2)));
        }

        (_pack.Manifest with { QueryHeads = [] }).Save(_pack.Folder);
        using var without = EarlyExitEncoder.Open(_pack.Folder);
        Assert.Same(ScoreCalibration.Identity, without.GetCalibration(without.Exits[0]));
    }

    [Fact]
    public async Task EncodeQueryAsync_CannotBeEncoded_SaysWhy()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder);

        await Assert.ThrowsAsync<TextException>(() => encoder.EncodeQueryAsync(new TextContent(" ")));
        await Assert.ThrowsAsync<PictureException>(() => encoder.EncodeQueryAsync(new DataContent(new byte[] { 9 }, "image/png")));
        await Assert.ThrowsAsync<NotSupportedException>(() => encoder.EncodeQueryAsync(new DataContent(new byte[] { 9 }, "audio/wav")));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoder.EncodeQueryAsync(new TextContent("red"), cancelled.Token));
    }

    [Fact]
    public async Task EncodeQueryAsync_TowerWithoutQueryHeads_IsNotSupported()
    {
        (_pack.Manifest with { QueryHeads = [] }).Save(_pack.Folder);
        using var encoder = EarlyExitEncoder.Open(_pack.Folder);

        var e = await Assert.ThrowsAsync<NotSupportedException>(() => encoder.EncodeQueryAsync(new TextContent("red")));

        Assert.Contains("no query heads", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _pack.Dispose();
}
