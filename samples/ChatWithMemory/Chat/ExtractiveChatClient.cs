using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Reminisce.SemanticKernel;

namespace ChatWithMemory.Chat;

/// <summary>A chat client without a language model: it calls the memory functions and quotes what they return.</summary>
/// <remarks>
/// Deterministic and local. It keeps no state: everything is read from the conversation, as with a remote model. It asks for
/// function calls like any other client, so the same pipeline runs them.
/// </remarks>
internal sealed class ExtractiveChatClient(ExtractiveComposer composer) : IChatClient
{
    /// <summary>The most memories asked for: a week is shown whole, of the hits for a fact only the best.</summary>
    public const int RecallLimit = 50;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var conversation = new ConversationView([.. messages]);
        var reply = conversation.PendingResult is { } result
            ? new ChatMessage(ChatRole.Assistant, ComposeFrom(result, conversation))
            : Answer(conversation, options);
        return Task.FromResult(new ChatResponse(reply) { ModelId = "extractive", FinishReason = ChatFinishReason.Stop });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static ChatMessage Answer(ConversationView conversation, ChatOptions? options)
    {
        var intent = UserIntent.Read(conversation.LastUserText);
        switch (intent.Kind)
        {
            case UserIntentKind.Yes when conversation.PendingForgetToken is { } token:
                return Call(options, MemoryPluginDefaults.ForgetFunction, new() { ["token"] = token });
            case UserIntentKind.No when conversation.PendingForgetToken is not null:
                return Say("Nothing was removed.");
            case UserIntentKind.Remember:
                return Call(options, MemoryPluginDefaults.RememberFunction, new() { ["text"] = intent.Text });
            case UserIntentKind.Forget:
                var ids = MemoryReference.Resolve(intent.Text, conversation.ShownMemories);
                return ids.Count > 0
                    ? Call(options, MemoryPluginDefaults.ForgetFunction, new() { ["ids"] = ids.Select(id => id.ToString()).ToArray() })
                    : Say("Which memory? Ask about it first, then say for example \"forget [2]\" or \"forget\" with the id shown.");
            default:
                return Call(options, MemoryPluginDefaults.RecallFunction, new() { ["query"] = conversation.LastUserText, ["limit"] = RecallLimit });
        }
    }

    private string ComposeFrom(ToolResult result, ConversationView conversation)
    {
        if (result.Function.EndsWith(MemoryPluginDefaults.RecallFunction, StringComparison.Ordinal))
        {
            return composer.ComposeAnswer(conversation.LastUserText, result.Text);
        }

        return result.Function.EndsWith(MemoryPluginDefaults.ForgetFunction, StringComparison.Ordinal)
            ? composer.ComposeForget(result.Text)
            : result.Text;
    }

    private static ChatMessage Call(ChatOptions? options, string function, Dictionary<string, object?> arguments)
    {
        var tool = options?.Tools?.FirstOrDefault(tool => tool.Name == function || tool.Name.EndsWith("_" + function, StringComparison.Ordinal));
        return tool is null
            ? Say($"I have no function \"{function}\" here, so I cannot reach the memory.")
            : new ChatMessage(ChatRole.Assistant, [new FunctionCallContent($"call-{function}", tool.Name, arguments)]);
    }

    private static ChatMessage Say(string text) => new(ChatRole.Assistant, text);
}
