using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task KernelBuilder_AddReminisce_KernelCallsTheRegisteredMemory()
    {
        var scene = new Scene();
        scene.Put("harbour tour at nine");
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IMemory>(scene.Memory);
        builder.Plugins.AddReminisce(options => options.MaximumResults = 3);

        var result = await builder.Build().InvokeAsync<string>("memory", "recall", new KernelArguments { ["query"] = "harbour" });

        Assert.Equal("harbour tour at nine", Assert.Single(RenderedMemories.Parse(result!)).Text);
    }

    [Fact]
    public void KernelBuilder_AddReminisceWithOptions_RegistersMemoryAndPlugin()
    {
        var builder = Kernel.CreateBuilder();

        builder.AddReminisce(memory => memory.StorePath = "store");

        Assert.Contains(builder.Services, service => service.ServiceType == typeof(IMemory));
        Assert.Contains(builder.Services, service => service.ServiceType == typeof(KernelPlugin));
    }

    [Fact]
    public void Services_AddReminiscePlugin_GivesOnePluginWithThreeFunctions()
    {
        using var services = new ServiceCollection()
            .AddSingleton<IMemory>(new Scene().Memory)
            .AddReminiscePlugin()
            .BuildServiceProvider();

        Assert.Equal(3, services.GetRequiredService<KernelPlugin>().FunctionCount);
        Assert.Same(services.GetRequiredService<MemoryPlugin>(), services.GetRequiredService<MemoryPlugin>());
    }

    [Theory]
    [InlineData(0, 1500)]
    [InlineData(10, 39)]
    public void MemoryPlugin_LimitTooSmall_Throws(int results, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryPlugin(new Scene().Memory, new MemoryPluginOptions { MaximumResults = results, MaximumTextLength = length }));
}
