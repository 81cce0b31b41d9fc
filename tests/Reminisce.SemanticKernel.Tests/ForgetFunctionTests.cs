using Reminisce.Memory;

namespace Reminisce.SemanticKernel.Tests;

public sealed class ForgetFunctionTests
{
    [Fact]
    public async Task Forget_Ids_ShowsAPreviewAndRemovesNothing()
    {
        var scene = new Scene();
        var item = scene.Put("An old password hint.");

        var preview = await scene.Plugin.ForgetAsync([item.Id.ToString()]);

        Assert.StartsWith("Nothing is removed yet. Token: token-1", preview, StringComparison.Ordinal);
        Assert.Equal(item.Id, Assert.Single(RenderedMemories.Parse(preview)).Id);
        Assert.Single(scene.Memory.Items);
    }

    [Fact]
    public async Task Forget_TokenOfAPreview_RemovesExactlyThoseMemories()
    {
        var scene = new Scene();
        var gone = scene.Put("An old password hint.");
        var kept = scene.Put("A recipe.");
        await scene.Plugin.ForgetAsync([gone.Id.ToString()]);

        var answer = await scene.Plugin.ForgetAsync(token: "token-1");

        Assert.Equal($"Removed 1 memory: {gone.Id}.", answer);
        Assert.Equal(kept.Id, Assert.Single(scene.Memory.Items).Id);
    }

    [Fact]
    public async Task Forget_UnknownToken_RefusesWithoutThePathInTheStoresMessage()
    {
        var scene = new Scene();
        scene.Put("A recipe.");

        var answer = await scene.Plugin.ForgetAsync(token: "token-9");

        Assert.StartsWith("Nothing was removed", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("/var/lib", answer, StringComparison.Ordinal);
        Assert.Single(scene.Memory.Items);
    }

    [Fact]
    public async Task Forget_StoreFails_IsThrownAndNotWordedForTheModel()
    {
        var scene = new Scene();
        var item = scene.Put("A recipe.");
        await scene.Plugin.ForgetAsync([item.Id.ToString()]);
        scene.Memory.Failure = new InvalidOperationException("The store is closed.");

        Assert.Same(scene.Memory.Failure, await Assert.ThrowsAsync<InvalidOperationException>(() => scene.Plugin.ForgetAsync(token: "token-1")));
    }

    [Fact]
    public async Task Forget_MemoryOfAnotherScope_IsNotShown()
    {
        var scene = new Scene(new MemoryPluginOptions { Scope = new MemoryScope(User: "mara") });
        var other = scene.Put("A secret of Jonas.", scope: new MemoryScope(User: "jonas"));

        Assert.Equal("No memory has one of these ids. Nothing was removed.", await scene.Plugin.ForgetAsync([other.Id.ToString()]));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("00000001-0001-0002-0304-05060708090a", "token-1")]
    public async Task Forget_BothOrNeither_Explains(string? id, string? token) =>
        Assert.StartsWith("Give either ids", await new Scene().Plugin.ForgetAsync(id is null ? null : [id], token), StringComparison.Ordinal);

    [Fact]
    public async Task Forget_WordsInsteadOfIds_Explains() =>
        Assert.StartsWith("One of the ids is not a full id", await new Scene().Plugin.ForgetAsync(["the dentist note"]), StringComparison.Ordinal);
}
