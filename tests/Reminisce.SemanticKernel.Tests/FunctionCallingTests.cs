using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Reminisce.Memory;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;

namespace Reminisce.SemanticKernel.Tests;

public sealed class FunctionCallingTests
{
    [Fact]
    public async Task RecallThroughTheKernel_ScriptedClient_AnswersFromTheToolResult()
    {
        var scene = new Scene();
        var item = scene.Put("Paid 42 euro for the bicycle repair.");
        using var client = Client(
            (_, options) => Call(options, "recall", new() { ["query"] = "bicycle repair" }),
            (messages, _) => new ChatMessage(ChatRole.Assistant, $"It was: {RenderedMemories.Parse(LastResult(messages)).Single().Text}"));

        var response = await client.GetResponseAsync("What did the bicycle repair cost?", Options(scene));

        Assert.Equal("It was: Paid 42 euro for the bicycle repair.", response.Text);
        Assert.Contains(item.Id.ToString(), LastResult([.. response.Messages]), StringComparison.Ordinal);
        Assert.Equal("bicycle repair", scene.Memory.LastRequest!.Query);
    }

    [Fact]
    public async Task RememberThenForgetThroughTheKernel_ScriptedClient_TakesTwoSteps()
    {
        var scene = new Scene();
        using var client = Client(
            (_, options) => Call(options, "remember", new() { ["text"] = "The gate code is on the fridge.", ["people"] = new[] { "Ines" } }),
            (_, options) => Call(options, "forget", new() { ["ids"] = new[] { scene.Memory.Items.Single().Id.ToString() } }),
            (messages, _) => new ChatMessage(ChatRole.Assistant, LastResult(messages)),
            (_, options) => Call(options, "forget", new() { ["token"] = "token-1" }),
            (messages, _) => new ChatMessage(ChatRole.Assistant, LastResult(messages)));

        var preview = await client.GetResponseAsync("Remember the gate code, then forget it.", Options(scene));
        var before = scene.Memory.Items.Count;
        var removed = await client.GetResponseAsync("Yes.", Options(scene));

        Assert.Equal(1, before);
        Assert.Contains("Token: token-1", preview.Text, StringComparison.Ordinal);
        Assert.StartsWith("Removed 1 memory", removed.Text, StringComparison.Ordinal);
        Assert.Empty(scene.Memory.Items);
    }

    [Fact]
    public void Functions_EveryOneAndEveryParameter_IsDescribed()
    {
        var kernel = new Kernel();
        var plugin = kernel.Plugins.AddReminisce(new Scene().Memory);

        Assert.Equal(["forget", "recall", "remember"], plugin.Select(function => function.Name).Order());
        Assert.All(plugin, function =>
        {
            Assert.True(function.Description.Length > 100, function.Name);
            Assert.All(function.Metadata.Parameters, parameter => Assert.False(string.IsNullOrWhiteSpace(parameter.Description), parameter.Name));
        });
    }

    private static IChatClient Client(params Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatMessage>[] turns) =>
        new ChatClientBuilder(new ScriptedChatClient(turns)).UseFunctionInvocation().Build();

    private static ChatOptions Options(Scene scene)
    {
        var kernel = new Kernel();
        return new ChatOptions { Tools = [.. kernel.Plugins.AddReminisce(scene.Memory, timeProvider: scene.Clock).AsAIFunctions(kernel)] };
    }

    private static ChatMessage Call(ChatOptions? options, string function, Dictionary<string, object?> arguments)
    {
        var name = options!.Tools!.Single(tool => tool.Name.EndsWith(function, StringComparison.Ordinal)).Name;
        return new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(Guid.NewGuid().ToString("N"), name, arguments)]);
    }

    private static string LastResult(IReadOnlyList<ChatMessage> messages)
    {
        var result = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Last();
        Assert.Null(result.Exception);
        return result.Result!.ToString()!;
    }
}
