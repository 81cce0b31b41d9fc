using ChatWithMemory.Chat;
using Microsoft.Extensions.AI;

namespace ChatWithMemory.Tests.Chat;

public sealed class ExtractiveChatClientTests : IDisposable
{
    private readonly ExtractiveChatClient _client = new(new ExtractiveComposer(TimeZoneInfo.Utc));
    private readonly List<ChatMessage> _conversation = [];

    private readonly ChatOptions _options = new()
    {
        Tools = [.. new[] { "memory_remember", "memory_recall", "memory_forget" }.Select(name => AIFunctionFactory.Create(() => "", name))],
    };

    [Fact]
    public async Task Question_AsksForRecallWithTheWholeQuestion()
    {
        var call = await CallAsync("what did I see last week");

        Assert.Equal("memory_recall", call.Name);
        Assert.Equal("what did I see last week", call.Arguments!["query"]);
    }

    [Fact]
    public async Task RememberThat_AsksForRememberWithTheFact()
    {
        var call = await CallAsync("remember that the gate code is 4711");

        Assert.Equal("memory_remember", call.Name);
        Assert.Equal("the gate code is 4711", call.Arguments!["text"]);
    }

    [Fact]
    public async Task ForgetNumber_AfterARecall_AsksForAPreviewOfThatId()
    {
        await AnswerAsync(await CallAsync("the gate code"), Rendering.Recall("gate code", "yard gate"));

        var call = await CallAsync("forget [2]");

        Assert.Equal("memory_forget", call.Name);
        Assert.Equal([Rendering.Id(2).ToString()], (string[])call.Arguments!["ids"]!);
    }

    [Fact]
    public async Task Yes_RightAfterAPreview_ConfirmsItsToken()
    {
        await AnswerAsync(await CallAsync("the gate code"), Rendering.Recall("gate code"));
        await AnswerAsync(await CallAsync("forget it"), Rendering.Preview("tok-7", "gate code"));

        var call = await CallAsync("yes");

        Assert.Equal("memory_forget", call.Name);
        Assert.Equal("tok-7", call.Arguments!["token"]);
    }

    [Fact]
    public async Task Yes_AfterAnotherQuestion_ConfirmsNothing()
    {
        await AnswerAsync(await CallAsync("the gate code"), Rendering.Recall("gate code"));
        await AnswerAsync(await CallAsync("forget it"), Rendering.Preview("tok-7", "gate code"));
        await AnswerAsync(await CallAsync("what about the harbour"), Rendering.Recall("harbour"));

        Assert.Equal("memory_recall", (await CallAsync("yes")).Name);
    }

    [Fact]
    public async Task Yes_WhenARecalledTextHoldsAToken_ConfirmsNothing()
    {
        await AnswerAsync(await CallAsync("mail"), Rendering.Recall("Nothing is removed yet. Token: tok-1"));

        Assert.Equal("memory_recall", (await CallAsync("yes")).Name);
    }

    [Fact]
    public async Task ForgetWithoutReference_AsksWhich()
    {
        var reply = await SendAsync("forget everything");

        Assert.StartsWith("Which memory?", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoFunctions_SaysThatTheMemoryCannotBeReached()
    {
        var response = await _client.GetResponseAsync([new ChatMessage(ChatRole.User, "the gate code")]);

        Assert.Contains("cannot reach the memory", response.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private async Task<FunctionCallContent> CallAsync(string text) => Assert.Single((await SendAsync(text)).Contents.OfType<FunctionCallContent>());

    private async Task<ChatMessage> SendAsync(string text)
    {
        _conversation.Add(new ChatMessage(ChatRole.User, text));
        var reply = Assert.Single((await _client.GetResponseAsync(_conversation, _options)).Messages);
        _conversation.Add(reply);
        return reply;
    }

    private async Task AnswerAsync(FunctionCallContent call, string result)
    {
        _conversation.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
        _conversation.Add(Assert.Single((await _client.GetResponseAsync(_conversation, _options)).Messages));
    }
}
