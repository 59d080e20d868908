package example;

import io.token04.ErrorCodes;
import io.token04.IssuedToken;
import io.token04.Token04Exception;
import io.token04.TokenGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /token} returns a token for the user who is logged in, and for nobody else. */
@SpringBootApplication
@RestController
public class TokenServer {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final int BODY_BYTES = 16 * 1024;

  private final TokenGenerator generator;
  private final JsonMapper json;

  TokenServer(TokenGenerator generator, JsonMapper json) {
    this.generator = generator;
    this.json = json;
  }

  public static void main(String[] arguments) {
    TokenGenerator generator;
    try {
      generator = TokenGenerator.fromEnv();
    } catch (Token04Exception refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
      return;
    }
    SpringApplication application = new SpringApplication(TokenServer.class);
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("tokenGenerator", generator));
    application.run(arguments);
  }

  /** Replace basic authentication by the login of your application. It comes before the body. */
  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http.csrf(csrf -> csrf.disable())
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .httpBasic(Customizer.withDefaults())
        .build();
  }

  /** The user is the one of the session, never one from the body. */
  @PostMapping("/token")
  ResponseEntity<IssuedToken> token(Principal user, InputStream body) throws IOException {
    read(body);
    IssuedToken issued = generator.issue(user.getName(), LIFETIME, "");
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(issued);
  }

  /** The body is empty or a JSON object; your application may want fields of it. */
  private Map<?, ?> read(InputStream body) throws IOException {
    byte[] given = body.readNBytes(BODY_BYTES + 1);
    if (given.length > BODY_BYTES) {
      throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE);
    }
    return given.length == 0 ? Map.of() : json.readValue(given, Map.class);
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> badJson(JacksonException refused) {
    return ResponseEntity.badRequest().body(Map.of("error", "bad_json"));
  }

  /** A user whose id cannot be in a token is the only error that a request can cause. */
  @ExceptionHandler
  ResponseEntity<Map<String, String>> refused(Token04Exception refused) {
    boolean bad = refused.code() == ErrorCodes.USER_ID_INVALID;
    return ResponseEntity.status(bad ? HttpStatus.BAD_REQUEST : HttpStatus.INTERNAL_SERVER_ERROR)
        .body(Map.of("error", refused.name()));
  }
}
